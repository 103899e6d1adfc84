package dev.backbeat.client.bots;

import dev.backbeat.client.ClientClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What went wrong in a swarm: counts by kind, and the first few sentences. Any thread. */
final class SwarmLog {
  private static final int MAX_SENTENCES = 20;
  private static final int MAX_KINDS = 200;

  private final Map<String, Long> errorsByCode = new TreeMap<>();
  private final Map<String, Long> endsByKind = new TreeMap<>();
  private final List<String> sentences = new ArrayList<>();
  private long violations;
  private long unexpectedErrors;
  private long unexpectedEnds;

  synchronized void violation(int bot, String message) {
    violations++;
    say("bot " + bot + ": violation: " + message);
  }

  synchronized void error(String code, boolean provoked) {
    count(errorsByCode, code);
    if (!provoked) {
      unexpectedErrors++;
    }
  }

  synchronized void ended(int bot, ClientClosed closed, boolean provoked) {
    String kind = closed.why() + (closed.closeCode() == 0 ? "" : " " + closed.closeCode());
    count(endsByKind, kind);
    if (!provoked || closed.why() == ClientClosed.Why.CALLBACK_FAILED) {
      unexpectedEnds++;
      say("bot " + bot + ": " + kind + ": " + closed.errorCode() + " " + closed.message());
    }
  }

  /** Something that a reader of the summary should know. */
  synchronized void note(String sentence) {
    say(sentence);
  }

  synchronized long violations() {
    return violations;
  }

  /** Errors of bots that did not provoke them. */
  synchronized long unexpectedErrors() {
    return unexpectedErrors;
  }

  /** Bots that the server did not let in or threw out, or that did not find back. */
  synchronized long unexpectedEnds() {
    return unexpectedEnds;
  }

  synchronized Map<String, Long> errorsByCode() {
    return new TreeMap<>(errorsByCode);
  }

  synchronized Map<String, Long> endsByKind() {
    return new TreeMap<>(endsByKind);
  }

  /** The first few sentences. */
  synchronized List<String> sentences() {
    return List.copyOf(sentences);
  }

  private void say(String sentence) {
    if (sentences.size() < MAX_SENTENCES) {
      sentences.add(sentence);
    }
  }

  private static void count(Map<String, Long> counts, String kind) {
    // Kinds come from enums and close codes; a hostile server could still make many up.
    if (counts.containsKey(kind) || counts.size() < MAX_KINDS) {
      counts.merge(kind, 1L, Long::sum);
    } else {
      counts.merge("other", 1L, Long::sum);
    }
  }
}
