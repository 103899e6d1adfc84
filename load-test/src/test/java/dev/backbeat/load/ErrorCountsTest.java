package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorCountsTest {
  @Test
  void countsByKindAndKeepsTheFirstExample() {
    ErrorCounts errors = new ErrorCounts();
    errors.add("closed_1001", "first");
    errors.add("closed_1001", "second", 4);
    errors.add("tls_failed", "x");
    assertEquals(6, errors.total());
    assertEquals(new ErrorCounts.Entry(5, "first"), errors.byKind().get("closed_1001"));
    assertEquals(2, errors.byKind().size());
  }

  @Test
  void aServerThatInventsKindsCannotFillTheMemory() {
    ErrorCounts errors = new ErrorCounts();
    for (int i = 0; i < 10_000; i++) {
      errors.add("closed_" + i, "x");
    }
    assertEquals(10_000, errors.total());
    assertEquals(ErrorCounts.MAX_KINDS, errors.byKind().size());
    assertEquals(10_000 - (ErrorCounts.MAX_KINDS - 1), errors.byKind().get("other").count());
  }
}
