package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages on security name nothing that is not there. */
class SecurityPageTest {
  private static final Path TOP = Path.of("..");
  private static final Path PAGE = TOP.resolve("docs/security.md");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z0-9]*|Room");
  private static final Pattern OPTION = Pattern.compile("--([a-z][a-z0-9-]+)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final int MIN_CLASSES = 60;

  private static Stream<String> code(String page) {
    return CODE.matcher(page).results().map(found -> found.group(1));
  }

  private static Set<String> classes() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : new String[] {"proto", "server", "client-sim", "load-test"}) {
      try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src"))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".java"))
            .forEach(file -> names.add(file.replace(".java", "")));
      }
    }
    return names;
  }

  @Test
  void classesAndTestsExist() throws IOException {
    Set<String> named =
        code(Files.readString(PAGE))
            .filter(text -> CLASS.matcher(text).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.size() > MIN_CLASSES, () -> "this test reads the page: " + named);
    named.removeAll(classes());
    assertEquals(Set.of(), named);
  }

  @Test
  void optionsExist() throws IOException {
    Set<String> named =
        code(Files.readString(PAGE))
            .filter(text -> !text.startsWith("./fuzz ") && !text.startsWith("soak "))
            .flatMap(text -> OPTION.matcher(text).results())
            .map(option -> option.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.contains("max-message-bytes"), named::toString);
    Set<String> known = ServerCommand.optionNames();
    named.removeIf(name -> known.contains(name) || known.contains(name.replaceFirst("-file$", "")));
    assertEquals(Set.of(), named);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (String page : new String[] {"SECURITY.md", "docs/security.md", "docs/soak.md"}) {
      Path file = TOP.resolve(page);
      for (MatchResult link : LINK.matcher(Files.readString(file)).results().toList()) {
        Path to = file.resolveSibling(link.group(1));
        assertTrue(Files.exists(to), () -> page + " links to " + link.group(1));
      }
    }
  }

  /** The table of targets is the list of targets. */
  @Test
  void everyFuzzTargetIsOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> missing =
        classes().stream()
            .filter(name -> name.endsWith("Fuzz") && !page.contains("| `" + name + "` |"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }
}
