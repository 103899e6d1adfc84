package dev.backbeat.server.ops;

import dev.backbeat.settings.LayeredSettings;
import dev.backbeat.settings.Setting;
import dev.backbeat.settings.SettingsException;
import java.lang.reflect.Field;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Puts flags, environment and file over the defaults, as often as it is asked.
 *
 * <p>The flags are parsed first, to know which were given; then every option's value, from whatever
 * layer, is parsed as if it were a flag, so that one set of types and checks holds for all layers.
 */
final class ConfigReader {
  static final String DEFAULT = "default";
  static final String FILE_SUFFIX = "-file";
  private static final String ENV_PREFIX = "BACKBEAT_";

  /** Of the programs beside the server, and of {@code serve}. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "BACKBEAT_CONFIG",
          "BACKBEAT_JAR",
          "BACKBEAT_CDS",
          "BACKBEAT_URL",
          "BACKBEAT_BOTS_",
          "BACKBEAT_LOAD_");

  private final Map<String, String> environment;
  private final String[] args;

  ConfigReader(Map<String, String> environment, String... args) {
    this.environment = environment;
    this.args = args.clone();
  }

  /**
   * Reads everything again.
   *
   * @throws ParameterException with a sentence for people, if a value cannot be
   * @throws SettingsException with a sentence for people, if a file cannot be read, or a key or a
   *     variable stands for no option
   */
  EffectiveConfig read() {
    CommandLine line = ServerCommand.commandLine();
    ParseResult flags = line.parseArgs(args);
    LayeredSettings settings = LayeredSettings.load(ENV_PREFIX, environment, args);
    Set<String> settable = settable(line);
    settings.checkKeys(settable);
    settings.checkEnvironment(settable, OTHER_VARIABLES);
    checkSwitches(line, settings);
    List<EffectiveConfig.Value> values = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (settable.contains(bareName(option)) && !isFileOfSecret(option)) {
        values.add(value(option, flags, settings));
      }
    }
    return of(values, settings.file().orElse(null));
  }

  /** One on a line of its own looks as if it were on. */
  private static void checkSwitches(CommandLine line, LayeredSettings settings) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      String name = bareName(option);
      if (option.arity().max() == 0 && settings.emptyInFile(name).isPresent()) {
        throw new SettingsException(
            "%s: '%s' has no value; write '%s = true'"
                .formatted(settings.emptyInFile(name).get().origin(), name, name));
      }
    }
  }

  /** Makes a configuration of values that were read before. */
  static EffectiveConfig of(List<EffectiveConfig.Value> values, Path file) {
    String[] asFlags =
        values.stream()
            .filter(EffectiveConfig.Value::given)
            .map(v -> "--" + v.option() + '=' + v.text())
            .toArray(String[]::new);
    CommandLine line = ServerCommand.commandLine();
    try {
      line.parseArgs(asFlags);
      return new EffectiveConfig(
          ((ServerCommand) line.getCommand()).toConfig(), List.copyOf(values), file);
    } catch (ParameterException e) {
      throw new ParameterException(line, ConfigErrors.explain(e, values), e);
    }
  }

  private EffectiveConfig.Value value(
      OptionSpec option, ParseResult flags, LayeredSettings settings) {
    String name = bareName(option);
    boolean secret = has(option, Secret.class);
    boolean reloadable = has(option, Reloadable.class);
    Given given =
        layer(name, secret, n -> flag(flags, n))
            .or(() -> layer(name, secret, settings::fromEnvironment))
            .or(() -> layer(name, secret, settings::fromFile))
            .orElse(null);
    if (given == null) {
      return new EffectiveConfig.Value(
          topic(option), name, option.defaultValue(), DEFAULT, secret, reloadable, List.of(), "");
    }
    List<Path> files = given.file() == null ? List.of() : List.of(given.file());
    String content = "";
    if (files.isEmpty() && reloadable && namesFiles(option)) {
      files = paths(name, given.setting());
      content = files.stream().map(SecretFile::digest).collect(Collectors.joining(","));
    }
    return new EffectiveConfig.Value(
        topic(option),
        name,
        given.setting().value(),
        given.setting().origin(),
        secret,
        reloadable,
        files,
        content);
  }

  private static boolean namesFiles(OptionSpec option) {
    return option.type() == Path.class || List.of(option.auxiliaryTypes()).contains(Path.class);
  }

  private static List<Path> paths(String name, Setting setting) {
    return Arrays.stream(setting.value().split(","))
        .map(part -> path(name, new Setting(part, setting.origin())))
        .toList();
  }

  private static Path path(String name, Setting setting) {
    try {
      return Path.of(setting.value());
    } catch (InvalidPathException e) {
      throw new SettingsException(
          "--%s: no file can have this name (%s): %s"
              .formatted(name, setting.origin(), e.getReason()),
          e);
    }
  }

  /** A value of one layer; {@code file} is where a secret was read from, or null. */
  private record Given(Setting setting, Path file) {}

  private interface Layer {
    Optional<Setting> find(String name);
  }

  private static Optional<Given> layer(String name, boolean secret, Layer layer) {
    Optional<Setting> direct = layer.find(name);
    Optional<Setting> inFile = secret ? layer.find(name + FILE_SUFFIX) : Optional.empty();
    if (direct.isPresent() && inFile.isPresent()) {
      throw new SettingsException(
          "give --%s or --%s, not both (%s and %s)"
              .formatted(name, name + FILE_SUFFIX, direct.get().origin(), inFile.get().origin()));
    }
    if (inFile.isPresent()) {
      Setting named = inFile.get();
      Path path = path(name + FILE_SUFFIX, named);
      String text = SecretFile.read("--" + name + FILE_SUFFIX, path, named.origin());
      return Optional.of(new Given(new Setting(text, path + ", " + named.origin()), path));
    }
    return direct.map(setting -> new Given(setting, null));
  }

  private static Optional<Setting> flag(ParseResult flags, String name) {
    OptionSpec option = flags.matchedOption("--" + name);
    if (option == null) {
      return Optional.empty();
    }
    List<String> texts = option.originalStringValues();
    return Optional.of(
        new Setting(texts.isEmpty() ? "true" : String.join(",", texts), "flag --" + name));
  }

  private static Set<String> settable(CommandLine line) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!ServerCommand.FLAGS_ALONE.contains(bareName(option))) {
        names.add(bareName(option));
      }
    }
    return names;
  }

  private static boolean isFileOfSecret(OptionSpec option) {
    return field(option) == null;
  }

  private static boolean has(
      OptionSpec option, Class<? extends java.lang.annotation.Annotation> marker) {
    Field field = field(option);
    return field != null && field.isAnnotationPresent(marker);
  }

  /** Null for an option that no field stands for: the file of a secret. */
  private static Field field(OptionSpec option) {
    return option.userObject() instanceof Field field ? field : null;
  }

  /** By the class that has it: {@code LimitOptions} are about limits. */
  private static String topic(OptionSpec option) {
    String name = field(option).getDeclaringClass().getSimpleName();
    return name.replaceFirst("Options$", "").toLowerCase(Locale.ROOT);
  }

  static String bareName(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  static boolean isSecret(OptionSpec option) {
    return has(option, Secret.class);
  }
}
