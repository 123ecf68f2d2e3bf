package taskgrid.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/** Checks that a file of results has one for each line from 1 up, and no other. */
final class EachNumberOnce {
  private static final int MOST_TOLD = 10;

  private final int count;
  private final BitSet seen = new BitSet();
  private final List<String> wrong = new ArrayList<>();

  EachNumberOnce(int count) {
    this.count = count;
  }

  /**
   * Reads results.
   *
   * @param lineOf the line whose result a value is
   * @return what is wrong, of each sort only the first few
   */
  List<String> read(Path file, LongUnaryOperator lineOf) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(text -> see(text, lineOf.applyAsLong(Long.parseLong(text))));
    }
    for (int i = seen.nextClearBit(1); i <= count; i = seen.nextClearBit(i + 1)) {
      tell("no result of line " + i);
    }
    return wrong;
  }

  private void see(String text, long line) {
    if (line < 1 || line > count) {
      tell("not a result: " + text);
    } else if (seen.get((int) line)) {
      tell("another result of line " + line);
    } else {
      seen.set((int) line);
    }
  }

  private void tell(String what) {
    if (wrong.size() < MOST_TOLD) {
      wrong.add(what);
    }
  }
}
