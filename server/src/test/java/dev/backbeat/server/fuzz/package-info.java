/**
 * Coverage-guided fuzzing: what its targets share, and what runs them. A target is a class with
 * {@code fuzzerTestOneInput(byte[])}, which throws when a rule is broken, and {@code seeds()}, from
 * which the fuzzer starts; it stands in the package of what it attacks. {@code ./fuzz} runs them
 * for long, {@code FuzzIT} for a moment, and {@code FuzzCorpusTest} replays seeds and all that was
 * ever found.
 */
package dev.backbeat.server.fuzz;
