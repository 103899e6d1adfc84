package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

class AdminOptionsTest {
  private static final String ANN = "ann:q8Zk3vT0pLw9Xn2c";

  @Test
  void thereIsNoAdminUnlessOneIsAskedFor() {
    assertNull(ServerCommand.configOf().admin().port());
    ServerConfig.Admin admin =
        ServerCommand.configOf("--admin-port", "0", "--admin-tokens", ANN).admin();
    assertEquals(0, admin.port());
    assertEquals("127.0.0.1", admin.host());
    assertEquals("q8Zk3vT0pLw9Xn2c", admin.tokens().get("ann"));
    assertFalse(admin.toString().contains("q8Zk"), "a log must not show tokens");
  }

  @Test
  void tokensComeFromAFileToo(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("tokens");
    Files.writeString(file, "# who is on call\n" + ANN + "\n\nbob@night:b7Qx1mR5tYw8Kd4s:x\n");
    ServerConfig.Admin admin =
        ServerCommand.configOf("--admin-port", "0", "--admin-tokens-file", file.toString()).admin();
    assertEquals(List.of("ann", "bob@night"), List.copyOf(admin.tokens().keySet()));
    assertEquals("b7Qx1mR5tYw8Kd4s:x", admin.tokens().get("bob@night"));
  }

  @Test
  void whatIsNoSecretIsRefusedWithoutBeingRepeated() {
    for (String tokens :
        new String[] {
          "q8Zk3vT0pLw9Xn2c",
          "ann:tooShort-ab",
          "ann:changeme-changeme-1",
          "ann:aaaaaaaaaaaaaaaaaaaa",
          ":q8Zk3vT0pLw9Xn2c",
          "an n:q8Zk3vT0pLw9Xn2c",
          ANN + ",bob:q8Zk3vT0pLw9Xn2c",
          ANN + ",ann:b7Qx1mR5tYw8Kd4s"
        }) {
      ParameterException refused =
          assertThrows(
              ParameterException.class,
              () -> ServerCommand.configOf("--admin-port", "0", "--admin-tokens", tokens),
              tokens);
      String secret = tokens.substring(tokens.indexOf(':') + 1);
      assertFalse(refused.getMessage().contains(secret), refused.getMessage());
    }
    assertThrows(ParameterException.class, () -> ServerCommand.configOf("--admin-port", "0"));
  }

  @Test
  void othersMachinesNeedTlsOrASay() {
    String[] open = {"--admin-port", "0", "--admin-tokens", ANN, "--admin-host", "0.0.0.0"};
    ParameterException refused =
        assertThrows(ParameterException.class, () -> ServerCommand.configOf(open));
    assertTrue(refused.getMessage().contains("--admin-plain-http"), refused.getMessage());
    assertTrue(ServerCommand.configOf(with(open, "--tls-self-signed")).admin().tls());
    assertFalse(ServerCommand.configOf(with(open, "--admin-plain-http")).admin().tls());
    String[] both = with(with(open, "--tls-self-signed"), "--admin-plain-http");
    assertFalse(ServerCommand.configOf(both).admin().tls());
    String[] near = {"--admin-port", "0", "--admin-tokens", ANN, "--tls-self-signed"};
    assertFalse(ServerCommand.configOf(near).admin().tls(), "loopback needs none");
  }

  private static String[] with(String[] args, String more) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = more;
    return all;
  }
}
