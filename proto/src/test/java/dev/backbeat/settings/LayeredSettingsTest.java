package dev.backbeat.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredSettingsTest {
  @TempDir Path dir;

  @Test
  void environmentGoesBeforeFile() throws IOException {
    String file = write("tick-hz=20\nport = 9000 \n");
    LayeredSettings s =
        LayeredSettings.load("BACKBEAT_", Map.of("BACKBEAT_TICK_HZ", "60"), "--config", file);
    assertEquals(Optional.of("60"), s.find("tick-hz"));
    assertEquals(Optional.of("9000"), s.find("port"));
    assertEquals(Optional.empty(), s.find("host"));
  }

  @Test
  void anEmptyValueIsNone() throws IOException {
    String file = write("tick-hz=20\nport=\n");
    LayeredSettings s =
        LayeredSettings.load("B_", Map.of("B_TICK_HZ", "", "B_API_KEY", " "), "--config", file);
    assertEquals(Optional.of("20"), s.find("tick-hz"));
    assertEquals(Optional.empty(), s.find("port"));
    assertEquals(Optional.empty(), s.find("api-key"));
  }

  @Test
  void theFileMayBeNamedByFlagOrVariable() throws IOException {
    String file = write("port=1");
    assertEquals(
        Optional.of("1"), LayeredSettings.load("B_", Map.of(), "--config=" + file).find("port"));
    assertEquals(
        Optional.of("1"), LayeredSettings.load("B_", Map.of("B_CONFIG", file)).find("port"));
  }

  @Test
  void aMisspeltKeyIsAnErrorThatNamesTheNearest() throws IOException {
    LayeredSettings s = LayeredSettings.load("B_", Map.of(), "--config", write("tik-hz=20"));
    SettingsException e =
        assertThrows(SettingsException.class, () -> s.checkKeys(List.of("port", "tick-hz")));
    assertTrue(e.getMessage().contains("'tik-hz'"), e.getMessage());
    assertTrue(e.getMessage().contains("did you mean 'tick-hz'?"), e.getMessage());
  }

  @Test
  void aSuggestionIsNear() throws IOException {
    assertEquals("c.properties:1: no 'PORT'; did you mean 'port'?", refusal("PORT=1"));
    assertEquals("c.properties:1: no 'colour'", refusal("colour=red"));
    assertEquals(
        "c.properties:1: no of that name (it is not shown: it could be a secret)",
        refusal("wT4q8Zt1Lw0vN3rXk5Yb7Hc9Dm2"));
  }

  private String refusal(String text) throws IOException {
    LayeredSettings s = LayeredSettings.load("B_", Map.of(), "--config", write(text));
    SettingsException e =
        assertThrows(SettingsException.class, () -> s.checkKeys(List.of("port", "tick-hz")));
    return e.getMessage()
        .replace(dir.resolve("").toString() + "/", "")
        .replace("the configuration file has no option", "no");
  }

  @Test
  void aMissingFileIsASentence() {
    SettingsException e =
        assertThrows(
            SettingsException.class,
            () -> LayeredSettings.load("B_", Map.of(), "--config", dir.resolve("none").toString()));
    assertTrue(e.getMessage().contains("cannot read the configuration file"), e.getMessage());
  }

  private String write(String text) throws IOException {
    return Files.writeString(dir.resolve("c.properties"), text).toString();
  }
}
