package taskgrid.real;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Task lines whose values are known.
 *
 * @param lines from 1 up
 * @param inOrder whether the results are wanted in the order of the lines
 */
record ChaosJob(String kind, List<String> lines, boolean inOrder) {

  static ChaosJob next(Random random) {
    boolean inOrder = random.nextInt(3) == 0;
    return switch (random.nextInt(4)) {
      case 0 -> of("tiny", 10_000 + random.nextInt(40_000), i -> "double " + i, inOrder);
      case 1 -> of("short", 200 + random.nextInt(800), i -> "sleep 20ms " + i, inOrder);
      case 2 -> of("long", 6 + random.nextInt(40), i -> "sleep 1s " + i, inOrder);
      default -> mixed(random, inOrder);
    };
  }

  private static ChaosJob of(String kind, int count, IntFunction<String> line, boolean inOrder) {
    return new ChaosJob(kind, IntStream.rangeClosed(1, count).mapToObj(line).toList(), inOrder);
  }

  private static ChaosJob mixed(Random random, boolean inOrder) {
    List<String> lines = new ArrayList<>();
    IntStream.range(0, 3_000).forEach(i -> lines.add("double " + i));
    IntStream.range(0, 200).forEach(i -> lines.add("spin 2ms " + i));
    IntStream.range(0, 20).forEach(i -> lines.add("sleep 400ms " + i));
    Collections.shuffle(lines, random);
    return new ChaosJob("mixed", lines, inOrder);
  }

  /** What the task of this line answers. */
  String valueOf(int line) {
    String[] words = lines.get(line - 1).split(" ");
    return words.length == 3 ? words[2] : Long.toString(2 * Long.parseLong(words[1]));
  }
}
