package dev.backbeat.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** docs/protocol.md, as tests read it: its fenced blocks and its tables. */
final class ProtocolPage {
  private final List<String> lines;

  ProtocolPage() {
    try {
      lines = Files.readAllLines(Path.of("..", "docs", "protocol.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of each block fenced with the given language. */
  List<List<String>> blocks(String language) {
    List<List<String>> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals("```" + language)) {
        List<String> block = new ArrayList<>();
        while (!lines.get(++i).equals("```")) {
          block.add(lines.get(i));
        }
        blocks.add(block);
      }
    }
    return blocks;
  }

  /**
   * The rows of the first table after the first line that starts so; trimmed cells, no backticks.
   */
  List<List<String>> table(String after) {
    int i = 0;
    while (!lines.get(i).startsWith(after)) {
      i++;
    }
    while (!lines.get(i).startsWith("|--")) {
      i++;
    }
    List<List<String>> rows = new ArrayList<>();
    for (i++; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      String[] cells = lines.get(i).substring(1).split("\\|");
      List<String> row = new ArrayList<>();
      for (String cell : cells) {
        row.add(cell.strip().replace("`", ""));
      }
      rows.add(row);
    }
    return rows;
  }
}
