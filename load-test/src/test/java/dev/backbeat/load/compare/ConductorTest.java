package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConductorTest {
  private static final List<PeerSpec> PEERS =
      List.of(Runs.peer("a", "backbeat"), Runs.peer("b", "raw"), Runs.peer("c", "colyseus"));

  private final List<String> said = new ArrayList<>();

  private Conductor conduct(CompareSettings settings, Bench bench) throws InterruptedException {
    Conductor conductor = new Conductor(PEERS, settings, bench, said::add);
    conductor.run();
    return conductor;
  }

  private static RunRecord good(PeerSpec peer, Shape shape, int round, int attempt) {
    return Runs.run(peer.id(), shape, round, attempt, Runs.figures(10), Runs.QUIET);
  }

  private static String order(Conductor conductor, int round, int turnEvery) {
    return conductor.runs().stream()
        .filter(r -> r.round() == round && r.shape().turnEvery() == turnEvery)
        .map(RunRecord::server)
        .collect(Collectors.joining());
  }

  @Test
  void everyServerOncePerRoundInARotatingOrder() throws InterruptedException {
    Conductor c = conduct(Runs.settings(4, 0), ConductorTest::good);
    assertEquals(4 * 2 * 3, c.runs().size());
    assertEquals("abc", order(c, 1, 1));
    assertEquals("abc", order(c, 1, 20));
    assertEquals("bca", order(c, 2, 1));
    assertEquals("cab", order(c, 3, 20));
    assertEquals("abc", order(c, 4, 1));
    assertEquals(List.of(), c.sustained());
    List<Integer> rounds = c.runs().stream().map(RunRecord::round).toList();
    assertEquals(rounds.stream().sorted().toList(), rounds, "round after round");
  }

  @Test
  void aDisturbedRunIsRepeatedOnceAndBothAreKept() throws InterruptedException {
    Conductor c =
        conduct(
            Runs.settings(1, 0),
            (peer, shape, round, attempt) ->
                peer.id().equals("b") && attempt == 1
                    ? Runs.run("b", shape, round, attempt, Runs.figures(10), Runs.BUSY)
                    : good(peer, shape, round, attempt));
    assertEquals("abbc", order(c, 1, 1));
    assertEquals(
        List.of(1, 2),
        c.runs().stream()
            .filter(r -> r.server().equals("b") && r.shape().turnEvery() == 1)
            .map(RunRecord::attempt)
            .toList());
    assertTrue(said.stream().anyMatch(s -> s.contains("DISTURBED")), said.toString());
  }

  @Test
  void aServerThatCannotBeMeasuredIsGivenUpAfterTwoTries() throws InterruptedException {
    Conductor c =
        conduct(
            Runs.settings(3, 2),
            (peer, shape, round, attempt) ->
                peer.id().equals("c")
                    ? Runs.failed("c", shape, round, attempt, "it ended with 1")
                    : good(peer, shape, round, attempt));
    assertEquals(2, c.runs().stream().filter(r -> r.server().equals("c")).count());
    assertEquals("it ended with 1", c.givenUp().get("c"));
    assertEquals(Set.of("c"), c.givenUp().keySet());
    assertTrue(c.sustained().stream().noneMatch(s -> s.server().equals("c")));
  }

  @Test
  void theSearchBeginsWhereTheCostPredictsAndThenWhereTheLastRoundEnded()
      throws InterruptedException {
    // 10 us a frame and 2,000 clients at 20 Hz: 0.4 cores, so 5,000 clients fill one.
    Conductor c =
        conduct(
            Runs.settings(1, 2),
            (peer, shape, round, attempt) ->
                Runs.run(
                    peer.id(),
                    shape,
                    round,
                    attempt,
                    Runs.figures(10).put("delivered_hz", shape.clients() <= 4_500 ? 20 : 12),
                    Runs.QUIET));
    Sustained first = c.sustained().get(0);
    assertEquals(List.of(5_000, 4_750, 4_250, 4_500), first.probes());
    assertEquals(4_500, first.clients());
    List<Sustained> second = c.sustained().stream().filter(s -> s.round() == 2).toList();
    assertEquals("bca", second.stream().map(Sustained::server).collect(Collectors.joining()));
    assertEquals(List.of(4_500, 4_750), second.get(0).probes());
    assertEquals(4_500, second.get(0).clients());
    assertTrue(
        c.runs().stream()
            .filter(r -> r.shape().sustained())
            .allMatch(r -> r.shape().turnEvery() == 1));
  }

  @Test
  void aServerRestsAfterItsTurnAndAfterANumberThatItDidNotHold() throws InterruptedException {
    StringBuilder seen = new StringBuilder();
    conduct(
        Runs.settings(1, 1),
        new Bench() {
          @Override
          public RunRecord run(PeerSpec peer, Shape shape, int round, int attempt) {
            boolean held = !shape.sustained() || shape.clients() <= 4_500;
            seen.append(peer.id()).append(!shape.sustained() ? "" : held ? "+" : "-");
            return Runs.run(
                peer.id(),
                shape,
                round,
                attempt,
                Runs.figures(10).put("delivered_hz", held ? 20 : 12),
                Runs.QUIET);
          }

          @Override
          public void rest() {
            seen.append('.');
          }
        });
    assertEquals("aa.bb.cc.a-.a-.a+a+.b-.b-.b+b+.c-.c-.c+c+.", seen.toString());
  }

  @Test
  void aDisturbedProbeIsRepeatedOnce() throws InterruptedException {
    Conductor c =
        conduct(
            Runs.settings(1, 1),
            (peer, shape, round, attempt) ->
                Runs.run(
                    peer.id(),
                    shape,
                    round,
                    attempt,
                    Runs.figures(10)
                        .put("delivered_hz", shape.sustained() && attempt == 1 ? 12 : 20),
                    shape.sustained() && attempt == 1 ? Runs.BUSY : Runs.QUIET));
    assertEquals(8_000, c.sustained().get(0).clients());
    assertTrue(c.sustained().get(0).atLeast());
  }
}
