package taskgrid.real;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thing that happens to members.
 *
 * @param places of the members that it happens to
 * @param lasts how long they stay stopped; else nothing
 * @param calm how long nothing happens after it
 */
record Upheaval(Kind kind, List<Integer> places, Duration lasts, Duration calm) {
  private static final int SILENT_MILLIS = 18_000;

  /** How often each is chosen where it can be. */
  enum Kind {
    KILL(4),
    BLINK(2),
    SILENCE(1),
    ADD(4),
    TERMINATE(2),
    DRAIN(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  /**
   * Chooses the next by the random numbers alone, and by which places are taken, so that the same
   * seed makes the same sequence however fast the machine is.
   *
   * @param taken places with a member
   * @param free places without
   */
  static Upheaval next(Random random, List<Integer> taken, List<Integer> free, boolean twoAtOnce) {
    Kind kind = kind(random, taken.size(), free.size());
    List<Integer> among = new ArrayList<>(kind == Kind.ADD ? free : taken);
    List<Integer> places = new ArrayList<>();
    places.add(among.remove(random.nextInt(among.size())));
    if (kind == Kind.KILL && twoAtOnce && among.size() > 1) {
      places.add(among.remove(random.nextInt(among.size())));
    }
    int millis =
        switch (kind) {
          case BLINK -> 500 + random.nextInt(7_500);
          case SILENCE -> SILENT_MILLIS + random.nextInt(8_000);
          default -> 0;
        };
    Duration calm = Duration.ofMillis(random.nextInt(3_000));
    return new Upheaval(kind, places, Duration.ofMillis(millis), calm);
  }

  private static Kind kind(Random random, int taken, int free) {
    List<Kind> possible = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      boolean can = kind == Kind.ADD ? free > 0 : taken > 1;
      for (int i = 0; can && i < kind.weight; i++) {
        possible.add(kind);
      }
    }
    return possible.get(random.nextInt(possible.size()));
  }
}
