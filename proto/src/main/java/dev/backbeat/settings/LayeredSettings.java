package dev.backbeat.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Values of options that were not given as flags. Precedence, documented once for all programs:
 * flag, then environment variable, then configuration file, then the built-in default.
 *
 * <p>Option {@code --tick-hz} with the prefix {@code BACKBEAT_} is the variable {@code
 * BACKBEAT_TICK_HZ} and the key {@code tick-hz} of the file, which is a Java properties file
 * (UTF-8) named by {@code --config FILE} or by the variable {@code <prefix>CONFIG}.
 */
public final class LayeredSettings {
  private static final String CONFIG = "CONFIG";

  /** What may be repeated of a file that may not be a configuration at all. */
  private static final Pattern WORDS = Pattern.compile("[a-z]+([-_. ][a-z0-9]+)*|.{1,15}");

  private final String envPrefix;
  private final Map<String, String> environment;
  private final Path fileName;
  private final Map<String, Setting> file;

  private LayeredSettings(
      String envPrefix, Map<String, String> environment, Path fileName, Map<String, Setting> file) {
    this.envPrefix = envPrefix;
    this.environment = environment;
    this.fileName = fileName;
    this.file = file;
  }

  /**
   * Finds and reads the file, if one is named.
   *
   * @param envPrefix of the program's variables, ends with an underscore
   * @param args the program's arguments, of which {@code --config} alone is read
   * @throws SettingsException with a sentence for people, if the file cannot be read
   */
  public static LayeredSettings load(String envPrefix, String... args) {
    return load(envPrefix, System.getenv(), args);
  }

  /** The same with an environment that is not the process's own. */
  public static LayeredSettings load(
      String envPrefix, Map<String, String> environment, String... args) {
    String name = environment.get(envPrefix + CONFIG);
    boolean flag = false;
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        name = args[i].substring("--config=".length());
        flag = true;
      } else if (args[i].equals("--config") && i + 1 < args.length) {
        name = args[i + 1];
        flag = true;
      }
    }
    if (flag && name.isBlank()) { // Of a shell's variable that is not set, say.
      throw new SettingsException("--config must name a file, and is empty");
    }
    if (name == null || name.isEmpty()) {
      return new LayeredSettings(envPrefix, environment, null, Map.of());
    }
    try {
      Path path = Path.of(name);
      return new LayeredSettings(envPrefix, environment, path, PropertiesText.read(path));
    } catch (InvalidPathException e) {
      throw new SettingsException("cannot read the configuration file " + name + ": " + e, e);
    }
  }

  /** The file that was read, if one was named. */
  public Optional<Path> file() {
    return Optional.ofNullable(fileName);
  }

  /**
   * The value of an option from the environment or the file. An empty one counts as not given, as
   * in {@code BACKBEAT_API_KEY=}.
   *
   * @param optionName without dashes in front: {@code tick-hz}
   */
  public Optional<String> find(String optionName) {
    return fromEnvironment(optionName).or(() -> fromFile(optionName)).map(Setting::value);
  }

  /** The value of an option from the environment, with its origin. */
  public Optional<Setting> fromEnvironment(String optionName) {
    String name = variable(optionName);
    return given(environment.get(name)).map(v -> new Setting(v, "environment " + name));
  }

  /** The value of an option from the file, with its origin. */
  public Optional<Setting> fromFile(String optionName) {
    return Optional.ofNullable(file.get(optionName)).filter(s -> !s.value().isEmpty());
  }

  /** The line of the file that names an option and gives it no value. */
  public Optional<Setting> emptyInFile(String optionName) {
    return Optional.ofNullable(file.get(optionName)).filter(s -> s.value().isEmpty());
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The environment variable that stands for an option. */
  public String variable(String optionName) {
    return envPrefix + optionName.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Refuses a file with keys that no option has: a misspelt key is an error, not a setting without
   * effect.
   *
   * @param optionNames all that the program knows, without dashes in front
   * @throws SettingsException with a sentence that names the key, its line and the nearest option
   */
  public void checkKeys(Collection<String> optionNames) {
    file.forEach(
        (key, setting) -> {
          if (!optionNames.contains(key)) {
            String suggestion = suggestion(key, optionNames);
            throw new SettingsException(
                "%s: the configuration file has no option %s%s"
                    .formatted(
                        setting.origin(),
                        suggestion.isEmpty() && !WORDS.matcher(key).matches()
                            ? "of that name (it is not shown: it could be a secret)"
                            : "'" + key + "'",
                        suggestion));
          }
        });
  }

  /**
   * Refuses variables with the program's prefix that no option has.
   *
   * @param optionNames all that the program knows, without dashes in front
   * @param otherVariables whole names, or beginnings that end with an underscore, of what the
   *     prefix is also used for
   * @throws SettingsException with a sentence that names the variable and the nearest one
   */
  public void checkEnvironment(Collection<String> optionNames, Set<String> otherVariables) {
    Set<String> known = new TreeSet<>(otherVariables);
    optionNames.forEach(option -> known.add(variable(option)));
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(envPrefix) && !known.contains(name) && !isOther(name, otherVariables)) {
        throw new SettingsException(
            "the environment variable %s stands for no option%s"
                .formatted(name, suggestion(name, known)));
      }
    }
  }

  private static boolean isOther(String name, Set<String> otherVariables) {
    return otherVariables.stream().anyMatch(o -> o.endsWith("_") && name.startsWith(o));
  }

  private static String suggestion(String wrong, Collection<String> names) {
    return names.stream()
        .filter(name -> !name.endsWith("_"))
        .filter(name -> 2 * distance(wrong, name) <= wrong.length())
        .min((a, b) -> Integer.compare(distance(wrong, a), distance(wrong, b)))
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse("");
  }

  /** Levenshtein distance, without regard to capitals. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
