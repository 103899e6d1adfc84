package dev.backbeat.server.ops;

import dev.backbeat.server.admission.ClientRates;
import dev.backbeat.server.admission.PenaltySettings;
import picocli.CommandLine.Option;

/** How often an address or a player may do what, and what follows from doing it too often. */
final class RateOptions {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Reloadable
  @Option(
      names = "--requests-per-second-per-address",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "HTTP requests of one address, with a burst of 50 seconds. Upgrades, health checks and"
              + " calls with an API key do not count."
              + DEFAULT)
  int requestsPerSecondPerAddress;

  @Reloadable
  @Option(
      names = "--joins-per-minute-per-address",
      paramLabel = "N",
      defaultValue = "600",
      description = "Joins of one address, a third of them at once." + DEFAULT)
  int joinsPerMinutePerAddress;

  @Reloadable
  @Option(
      names = "--bytes-per-second-per-address",
      paramLabel = "BYTES",
      defaultValue = "1000000",
      description =
          "Bytes of messages of one address over all its connections, with a burst of 5 seconds."
              + DEFAULT)
  int bytesPerSecondPerAddress;

  @Reloadable
  @Option(
      names = "--chats-per-minute-per-address",
      paramLabel = "N",
      defaultValue = "600",
      description = "Chat lines of one address, a third of them at once." + DEFAULT)
  int chatsPerMinutePerAddress;

  @Reloadable
  @Option(
      names = "--guest-tickets-per-minute-per-address",
      paramLabel = "N",
      defaultValue = "60",
      description = "Guest tickets of one address, a third of them at once." + DEFAULT)
  int guestTicketsPerMinutePerAddress;

  @Reloadable
  @Option(
      names = "--connections-per-player",
      paramLabel = "N",
      defaultValue = "4",
      description = "WebSocket connections at once of one player, whom a ticket names." + DEFAULT)
  int connectionsPerPlayer;

  @Reloadable
  @Option(
      names = "--connects-per-minute-per-player",
      paramLabel = "N",
      defaultValue = "120",
      description = "Upgrades of one player, a third of them at once." + DEFAULT)
  int connectsPerMinutePerPlayer;

  @Reloadable
  @Option(
      names = "--joins-per-minute-per-player",
      paramLabel = "N",
      defaultValue = "120",
      description = "Joins of one player, a third of them at once." + DEFAULT)
  int joinsPerMinutePerPlayer;

  @Reloadable
  @Option(
      names = "--messages-per-second-per-player",
      paramLabel = "N",
      defaultValue = "600",
      description =
          "Messages of one player over all connections, with a burst of 5 seconds." + DEFAULT)
  int messagesPerSecondPerPlayer;

  @Reloadable
  @Option(
      names = "--bytes-per-second-per-player",
      paramLabel = "BYTES",
      defaultValue = "65536",
      description =
          "Bytes of messages of one player over all connections, with a burst of 5 seconds."
              + DEFAULT)
  int bytesPerSecondPerPlayer;

  @Reloadable
  @Option(
      names = "--chats-per-minute-per-player",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Chat lines of one player, and of one connection without a ticket; 5 at once." + DEFAULT)
  int chatsPerMinutePerPlayer;

  @Reloadable
  @Option(
      names = "--chat-characters",
      paramLabel = "N",
      defaultValue = "200",
      description = "Characters (code points) of one chat line, of 3 bytes on average." + DEFAULT)
  int chatCharacters;

  @Reloadable
  @Option(
      names = "--penalties",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether repeated offences (floods, malformed messages, bad tickets, handshakes over the"
              + " rate) keep an address or a player out for a while."
              + DEFAULT)
  TicketOptions.OnOff penalties;

  @Reloadable
  @Option(
      names = "--penalty-offences",
      paramLabel = "N",
      defaultValue = "10",
      description = "Offences within about a minute that lead to a penalty." + DEFAULT)
  int penaltyOffences;

  @Reloadable
  @Option(
      names = "--penalty-seconds",
      paramLabel = "S",
      defaultValue = "10",
      description =
          "Length of the first penalty; each further one is twice as long, until there was no"
              + " offence for an hour."
              + DEFAULT)
  int penaltySeconds;

  @Reloadable
  @Option(
      names = "--max-penalty-seconds",
      paramLabel = "S",
      defaultValue = "3600",
      description = "Length of the longest penalty." + DEFAULT)
  int maxPenaltySeconds;

  ClientRates rates(ListenOptions.Checks checks) {
    checks.range("--requests-per-second-per-address", requestsPerSecondPerAddress, 1, 1_000_000);
    checks.range("--joins-per-minute-per-address", joinsPerMinutePerAddress, 1, 10_000_000);
    checks.range("--bytes-per-second-per-address", bytesPerSecondPerAddress, 1_024, 1 << 30);
    checks.range("--chats-per-minute-per-address", chatsPerMinutePerAddress, 1, 10_000_000);
    checks.range(
        "--guest-tickets-per-minute-per-address", guestTicketsPerMinutePerAddress, 1, 10_000_000);
    checks.range("--connections-per-player", connectionsPerPlayer, 1, 1_000_000);
    checks.range("--connects-per-minute-per-player", connectsPerMinutePerPlayer, 1, 10_000_000);
    checks.range("--joins-per-minute-per-player", joinsPerMinutePerPlayer, 1, 10_000_000);
    checks.range("--messages-per-second-per-player", messagesPerSecondPerPlayer, 1, 1_000_000);
    checks.range("--bytes-per-second-per-player", bytesPerSecondPerPlayer, 1_024, 1 << 30);
    checks.range("--chats-per-minute-per-player", chatsPerMinutePerPlayer, 1, 1_000_000);
    checks.range("--chat-characters", chatCharacters, 1, 1_000);
    return new ClientRates(
        requestsPerSecondPerAddress,
        joinsPerMinutePerAddress,
        bytesPerSecondPerAddress,
        chatsPerMinutePerAddress,
        guestTicketsPerMinutePerAddress,
        connectionsPerPlayer,
        connectsPerMinutePerPlayer,
        joinsPerMinutePerPlayer,
        messagesPerSecondPerPlayer,
        bytesPerSecondPerPlayer,
        chatsPerMinutePerPlayer,
        chatCharacters);
  }

  PenaltySettings penalties(ListenOptions.Checks checks) {
    checks.range("--penalty-offences", penaltyOffences, 2, 10_000);
    checks.range("--penalty-seconds", penaltySeconds, 1, 86_400);
    checks.range("--max-penalty-seconds", maxPenaltySeconds, penaltySeconds, 86_400);
    return new PenaltySettings(
        penalties == TicketOptions.OnOff.ON, penaltyOffences, penaltySeconds, maxPenaltySeconds);
  }
}
