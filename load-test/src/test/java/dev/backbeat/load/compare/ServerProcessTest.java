package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are shell scripts. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerProcessTest {
  @TempDir private Path folder;
  private final Children children = new Children(Machine.here());

  @AfterEach
  void endAll() {
    children.close();
  }

  private PeerSpec script(String text) throws IOException {
    Files.writeString(folder.resolve("server.sh"), text);
    Files.writeString(
        folder.resolve(PeerSpec.FILE),
        "protocol=raw\nneeds=sh\nlaunch=sh server.sh ${port}\nenv.COLOUR=blue\n"
            + "install=sh install.sh\ninstalled=made\ninputs=server.sh\n");
    return PeerSpec.read(folder);
  }

  private ServerProcess start(PeerSpec peer, long withinSeconds) throws InterruptedException {
    return ServerProcess.start(
        children, peer, Map.of(), List.of(), List.of("--more"), log(), withinSeconds);
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Test
  void aServerIsUpWhenItSaysSoAndGoneWhenClosed() throws Exception {
    PeerSpec peer = script("echo $COLOUR $1 $2 $PORT; echo READY; sleep 100 & wait\n");
    ServerProcess server = start(peer, 30);
    List<ProcessHandle> family =
        ProcessHandle.of(server.pid()).orElseThrow().descendants().toList();
    assertTrue(server.alive());
    server.close();
    assertFalse(ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false));
    assertTrue(family.stream().noneMatch(ProcessHandle::isAlive), "its children too");
    String port = server.url().replaceAll("[^0-9]*127.0.0.1:([0-9]+)/", "$1");
    assertTrue(
        Files.readString(log()).startsWith("blue " + port + " --more " + port), server.said());
  }

  @Test
  void oneThatEndsOrKeepsSilentIsAnErrorWithWhatItSaid() throws Exception {
    PeerSpec ends = script("echo no such thing >&2; exit 3\n");
    CompareException e = assertThrows(CompareException.class, () -> start(ends, 30));
    assertTrue(e.getMessage().contains("ended with 3"), e.getMessage());
    assertTrue(e.getMessage().contains("no such thing"), e.getMessage());
    PeerSpec silent = script("echo thinking; exec sleep 100\n");
    e = assertThrows(CompareException.class, () -> start(silent, 1));
    assertTrue(e.getMessage().contains("within 1 s:\n  thinking"), e.getMessage());
  }

  @Test
  void oneThatIgnoresSigtermIsKilled() throws Exception {
    PeerSpec stubborn = script("trap '' TERM; echo READY; while :; do sleep 1; done\n");
    ServerProcess server = start(stubborn, 30);
    server.close();
    assertFalse(server.alive());
  }

  @Test
  void closingAllEndsAllAndStartsNothingMore() throws Exception {
    PeerSpec peer = script("echo READY; exec sleep 100\n");
    ServerProcess one = start(peer, 30);
    children.close();
    assertFalse(one.alive());
    assertThrows(CompareException.class, () -> start(peer, 30));
  }

  @Test
  void installsWhatIsNotThereOrStaleAndSaysWhyItCannot() throws Exception {
    PeerSpec peer = script("echo READY\n");
    Installer installer = new Installer(children, Machine.here(), Map.of(), folder);
    Path install = folder.resolve("install.sh");
    Files.writeString(install, "echo cannot; exit 7\n");
    assertTrue(installer.install(peer).contains("ended with 7:\n  cannot"));
    Files.writeString(install, "echo x >> made\n");
    assertEquals("", installer.install(peer));
    assertEquals("", installer.install(peer));
    assertEquals("x\n", Files.readString(folder.resolve("made")), "once");
    Files.setLastModifiedTime(
        folder.resolve("made"), java.nio.file.attribute.FileTime.fromMillis(0));
    assertEquals("", installer.install(peer));
    assertEquals("x\nx\n", Files.readString(folder.resolve("made")), "it was stale");
    Installer nowhere =
        new Installer(children, new Machine(new ProcFiles(Path.of("/proc")), ""), Map.of(), folder);
    assertEquals("'sh' is not on the PATH", nowhere.install(peer));
  }

  @Test
  void runIsBoundedInTime() throws Exception {
    assertNull(children.run(List.of("true"), folder, Map.of(), log(), 30));
    String slow = children.run(List.of("sleep", "100"), folder, Map.of(), log(), 1);
    assertTrue(slow.contains("did not end within 1 s (it said nothing)"), slow);
  }
}
