package dev.backbeat.load.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The order of the runs: in each round every server once, in an order that rotates from round to
 * round, so that a machine that gets slower or faster meanwhile hits all alike. A run that other
 * work on the machine or a late generator spoilt is repeated once; both stay in the record.
 */
final class Conductor {
  private final List<PeerSpec> peers;
  private final CompareSettings settings;
  private final Bench bench;
  private final Consumer<String> say;
  private final List<RunRecord> runs = new ArrayList<>();
  private final List<Sustained> sustained = new ArrayList<>();
  private final Map<String, String> givenUp = new LinkedHashMap<>();

  /**
   * @param say takes a sentence on how far it is
   */
  Conductor(List<PeerSpec> peers, CompareSettings settings, Bench bench, Consumer<String> say) {
    this.peers = List.copyOf(peers);
    this.settings = settings;
    this.bench = bench;
    this.say = say;
  }

  /** Does it all. */
  void run() throws InterruptedException {
    for (int round = 1; round <= settings.rounds(); round++) {
      for (PeerSpec peer : inTurn(round)) {
        for (int turnEvery : settings.cases()) {
          if (!givenUp.containsKey(peer.id())) {
            fixed(peer, turnEvery, round);
          }
        }
        bench.rest();
      }
    }
    for (int round = 1; settings.sustained() && round <= settings.sustainedRounds(); round++) {
      for (int turnEvery : settings.sustainedCases()) {
        for (PeerSpec peer : inTurn(round)) {
          search(peer, turnEvery, round);
          bench.rest();
        }
      }
    }
  }

  List<RunRecord> runs() {
    return List.copyOf(runs);
  }

  List<Sustained> sustained() {
    return List.copyOf(sustained);
  }

  /** Servers that could not be measured: id to the reason. */
  Map<String, String> givenUp() {
    return Map.copyOf(givenUp);
  }

  /** The servers that are still in, from another one on in each round. */
  private List<PeerSpec> inTurn(int round) {
    List<PeerSpec> order = new ArrayList<>(peers);
    Collections.rotate(order, -(round - 1));
    Set<String> out = new HashSet<>(givenUp.keySet());
    order.removeIf(p -> out.contains(p.id()));
    return order;
  }

  private void fixed(PeerSpec peer, int turnEvery, int round) throws InterruptedException {
    Shape shape = settings.fixed(turnEvery);
    RunRecord first = measure(peer, shape, round, 1);
    RunRecord last = first.clean() ? first : measure(peer, shape, round, 2);
    if (first.failed() && last.failed()) {
      givenUp.put(peer.id(), last.failure());
    }
  }

  private RunRecord measure(PeerSpec peer, Shape shape, int round, int attempt)
      throws InterruptedException {
    RunRecord run = bench.run(peer, shape, round, attempt);
    if (run.failed()) {
      bench.rest();
    }
    runs.add(run);
    say.accept(Sentences.of(run, peer));
    return run;
  }

  private void search(PeerSpec peer, int turnEvery, int round) throws InterruptedException {
    SustainedSearch search =
        new SustainedSearch(settings.step(), settings.maxClients(), settings.maxProbes());
    SustainedSearch.Found found =
        search.find(
            guess(peer, turnEvery),
            clients -> {
              Shape shape = settings.probe(turnEvery, clients);
              RunRecord run = measure(peer, shape, round, 1);
              if (run.failed() || !run.keptUp() && run.disturbance().disturbed()) {
                run = measure(peer, shape, round, 2);
              }
              if (run.verdict() != SustainedSearch.Verdict.HELD) {
                bench.rest(); // What it has not digested is not for the next probe.
              }
              return run.verdict();
            });
    Sustained result =
        new Sustained(
            peer.id(),
            turnEvery,
            round,
            found.clients(),
            found.below(),
            found.atLeast(),
            found.disturbed(),
            found.probes());
    sustained.add(result);
    say.accept(Sentences.of(result, peer));
  }

  /** What an earlier round found, else what the cost at the fixed load lets expect. */
  private int guess(PeerSpec peer, int turnEvery) {
    for (int i = sustained.size() - 1; i >= 0; i--) {
      Sustained s = sustained.get(i);
      if (s.server().equals(peer.id()) && s.turnEvery() == turnEvery && s.clients() > 0) {
        return s.clients();
      }
    }
    double cores =
        Spread.of(
                runs.stream()
                    .filter(r -> r.server().equals(peer.id()) && !r.shape().sustained())
                    .filter(r -> r.shape().turnEvery() == turnEvery)
                    .map(Measure.SERVER_CORES::of)
                    .toList())
            .median();
    int clients = settings.rooms() * settings.players();
    return cores > 0 ? (int) Math.min(settings.maxClients(), clients / cores) : clients;
  }
}
