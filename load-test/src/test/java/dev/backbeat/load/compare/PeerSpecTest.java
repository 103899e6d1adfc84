package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.load.protocol.LoadProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerSpecTest {
  private static final Path PEERS = Path.of("peers");

  @TempDir private Path folder;

  private Path peer(String id, String text) throws IOException {
    Path peer = Files.createDirectories(folder.resolve(id));
    Files.writeString(peer.resolve(PeerSpec.FILE), text);
    return peer;
  }

  @Test
  void readsWhatIsThereAndKnowsTheRest() throws IOException {
    PeerSpec spec =
        PeerSpec.read(
            peer(
                "mine",
                "protocol=raw\nlaunch = node   server.js\nenv.NODE_ENV=production\nneeds=node npm\n"));
    assertEquals("mine", spec.name());
    assertEquals(List.of("node", "server.js"), spec.launch());
    assertEquals(Map.of("NODE_ENV", "production"), spec.environment());
    assertEquals(List.of("node", "npm"), spec.needs());
    assertEquals("READY", spec.ready());
    assertEquals("ws://127.0.0.1:${port}/", spec.url());
    assertEquals(List.of(), spec.install());
  }

  @Test
  void whatIsWrongIsASentenceThatNamesTheFile() throws IOException {
    for (String text :
        List.of(
            "launch=x\n",
            "protocol=raw\n",
            "protocol=raw\nlaunch=x\norder=first\n",
            "protocol=raw\nlaunch=x\nlauch=y\n")) {
      Path peer = peer("p" + text.hashCode(), text);
      CompareException e = assertThrows(CompareException.class, () -> PeerSpec.read(peer));
      assertTrue(e.getMessage().contains(PeerSpec.FILE), e.getMessage());
    }
  }

  @Test
  void foldersComeInTheirOrderAndOthersAreLeftAlone() throws IOException {
    peer("a", "protocol=raw\nlaunch=x\norder=30\n");
    peer("b", "protocol=raw\nlaunch=x\norder=20\n");
    Files.createDirectories(folder.resolve("common"));
    assertEquals(List.of("b", "a"), PeerSpec.readAll(folder).stream().map(PeerSpec::id).toList());
  }

  @Test
  void thePeersOfThisTreeCanBeStarted() {
    List<PeerSpec> specs = PeerSpec.readAll(PEERS);
    assertEquals(1, specs.stream().filter(PeerSpec::isBackbeat).count());
    List<String> protocols =
        Arrays.stream(LoadProtocol.Kind.values()).map(String::valueOf).toList();
    Placeholders values =
        new Placeholders(
            Map.of("java", "java", "root", "/r", "port", "1", "dir", "/d", "java.home", "/j"));
    for (PeerSpec spec : specs) {
      assertTrue(protocols.contains(spec.protocol()), spec.id() + " speaks " + spec.protocol());
      assertTrue(values.fill(spec.url()).startsWith("ws://127.0.0.1:1/"), spec.url());
      values.fill(spec.launch());
      values.fill(spec.install());
      values.fill(spec.version());
      for (String input : spec.inputs()) {
        assertTrue(Files.exists(spec.folder().resolve(input)), spec.id() + ": " + input);
      }
    }
  }

  @Test
  void placeholdersKeepWordsWhole() {
    Placeholders p = new Placeholders(Map.of("java", "/a b/java"));
    assertEquals(List.of("/a b/java", "-x=/a b/java"), p.fill(List.of("${java}", "-x=${java}")));
    assertThrows(CompareException.class, () -> p.fill("${other}"));
    assertEquals("$1 \\", p.fill("$1 \\"));
  }
}
