package dev.backbeat.server.ops;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Sentences about values that cannot be. */
final class ConfigErrors {
  private static final Pattern OPTION = Pattern.compile("--([a-z0-9][a-z0-9-]*)");

  private static final Pattern UNKNOWN = Pattern.compile("--[A-Za-z][A-Za-z0-9-]*|-[A-Za-z]");

  /** Of a part of a secret: a name before a token is none, and might be any word. */
  private static final int MIN_MASKED_CHARACTERS = 8;

  private ConfigErrors() {}

  /**
   * Adds to a sentence what the option is, if its type did not fit, and where the values of the
   * options in it come from; takes secrets out of it.
   */
  static String explain(ParameterException e, List<EffectiveConfig.Value> values) {
    StringBuilder sentence = new StringBuilder(masked(e.getMessage(), values));
    Set<String> named = new LinkedHashSet<>();
    ArgSpec arg = e.getArgSpec();
    if (arg instanceof OptionSpec option) {
      named.add(ConfigReader.bareName(option));
      if (option.description().length > 0) {
        String description = String.join(" ", option.description());
        sentence.append("; --").append(ConfigReader.bareName(option)).append(": ");
        sentence.append(description.replaceFirst("\\s*Default: .*$", ""));
      }
    }
    Matcher option = OPTION.matcher(e.getMessage());
    while (option.find()) {
      named.add(option.group(1));
    }
    for (EffectiveConfig.Value value : values) {
      if (named.contains(value.option()) && value.given() && !value.origin().startsWith("flag ")) {
        sentence.append(" (--").append(value.option()).append(" is set by ");
        sentence.append(value.origin()).append(')');
      }
    }
    return sentence.toString();
  }

  /**
   * About arguments that nobody understands. Values are not repeated: a secret may stand behind an
   * option whose name is misspelt.
   */
  static String unmatched(List<String> arguments) {
    List<String> options =
        arguments.stream()
            .map(argument -> argument.replaceFirst("=.*$", ""))
            .filter(name -> UNKNOWN.matcher(name).matches())
            .map(name -> "'" + name + "'")
            .toList();
    if (options.isEmpty()) {
      return "an argument belongs to no option (it is not shown: it could be a secret)";
    }
    return (options.size() == 1 ? "Unknown option: " : "Unknown options: ")
        + String.join(", ", options);
  }

  /** A sentence without the secrets that it quotes, whole or in parts. */
  static String masked(String sentence, List<EffectiveConfig.Value> values) {
    String masked = sentence;
    for (EffectiveConfig.Value value : values) {
      if (value.secret() && value.given() && !value.text().isBlank()) {
        masked = masked.replace(value.text(), EffectiveConfig.MASK);
        for (String part : value.text().split("[,\\r\\n:]")) {
          if (part.strip().length() >= MIN_MASKED_CHARACTERS) {
            masked = masked.replace(part.strip(), EffectiveConfig.MASK);
          }
        }
      }
    }
    return masked;
  }
}
