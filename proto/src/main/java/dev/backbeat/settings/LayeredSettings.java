package dev.backbeat.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Values of options that were not given as flags. Precedence, documented once for all programs:
 * flag, then environment variable, then configuration file, then the built-in default.
 *
 * <p>Option {@code --tick-hz} with the prefix {@code BACKBEAT_} is the variable {@code
 * BACKBEAT_TICK_HZ} and the key {@code tick-hz} of the file, which is a Java properties file
 * (UTF-8) named by {@code --config FILE} or by the variable {@code <prefix>CONFIG}.
 */
public final class LayeredSettings {
  private final String envPrefix;
  private final Map<String, String> environment;
  private final Properties file;

  private LayeredSettings(String envPrefix, Map<String, String> environment, Properties file) {
    this.envPrefix = envPrefix;
    this.environment = environment;
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

  static LayeredSettings load(String envPrefix, Map<String, String> environment, String... args) {
    String name = environment.get(envPrefix + "CONFIG");
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        name = args[i].substring("--config=".length());
      } else if (args[i].equals("--config") && i + 1 < args.length) {
        name = args[i + 1];
      }
    }
    Properties file = new Properties();
    if (name != null && !name.isEmpty()) {
      try (Reader reader = Files.newBufferedReader(Path.of(name))) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new SettingsException("cannot read the configuration file " + name + ": " + e, e);
      }
    }
    return new LayeredSettings(envPrefix, environment, file);
  }

  /**
   * The value of an option from the environment or the file. An empty one counts as not given, as
   * in {@code BACKBEAT_API_KEY=}.
   *
   * @param optionName without dashes in front: {@code tick-hz}
   */
  public Optional<String> find(String optionName) {
    return given(environment.get(variable(optionName)))
        .or(() -> given(file.getProperty(optionName)));
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
   * @throws SettingsException with a sentence that names the key and the nearest option
   */
  public void checkKeys(Collection<String> optionNames) {
    for (String key : new TreeSet<>(file.stringPropertyNames())) {
      if (!optionNames.contains(key)) {
        String nearest =
            optionNames.stream()
                .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
                .map(n -> "; did you mean '" + n + "'?")
                .orElse("");
        throw new SettingsException("the configuration file has no option '" + key + "'" + nearest);
      }
    }
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
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
