package taskgrid.real;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import taskgrid.real.inside.Execution;

/** What was done to one process that was a member, and which executions that excuses. */
final class Life {
  /** Silence this long may have been noticed; the members' own limit is 15 s. */
  private static final long NOTICED_MILLIS = 12_000;

  /** After so long a result is stored, whatever the machine has to do. */
  private static final long STORED_MILLIS = 8_000;

  private final RealMember member;
  private final List<Stop> stops = new ArrayList<>();
  private final List<Stop> halves = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private long killed = Long.MAX_VALUE;

  /** It was stopped; and when it was one grid with the others again. */
  private record Stop(long from, long to, long healed) {}

  /** Partitions moved, or got new backups. */
  private record Move(long from, long to) {}

  Life(RealMember member) {
    this.member = member;
  }

  RealMember member() {
    return member;
  }

  void kill() throws Exception {
    killed = System.currentTimeMillis();
    member.kill();
  }

  /**
   * Stops it while something passes.
   *
   * @param healing returns when it is one grid with the others again
   */
  void stop(Passing passing, Passing healing) throws Exception {
    long from = System.currentTimeMillis();
    member.process().signal("STOP");
    try {
      passing.pass();
    } finally {
      member.process().signal("CONT");
    }
    long to = System.currentTimeMillis();
    try {
      healing.pass();
    } finally {
      stops.add(new Stop(from, to, System.currentTimeMillis()));
    }
  }

  /**
   * Another member was stopped that was half of the grid: after its silence both halves go on with
   * what they hold until they have merged, and the runs of neither count more.
   */
  void wasOneHalfWith(Life other) {
    halves.addAll(other.stops);
  }

  /**
   * The grid moved partitions meanwhile, epoch milliseconds: a result is kept back while its
   * partition moves, however long that takes.
   */
  void sawMoves(long from, long to) {
    moves.add(new Move(from, to));
  }

  /** What goes on meanwhile. */
  interface Passing {
    void pass() throws Exception;
  }

  /**
   * Whether this run of a task may have been repeated elsewhere, or be a repetition: it was under
   * way, or its result may not have been stored, when its member was killed or silent for long; or
   * its member was a grid of its own at that time.
   */
  boolean excuses(Execution run) {
    boolean cut = killed != Long.MAX_VALUE && mayNotBeStored(run, killed);
    return cut
        || Stream.concat(stops.stream(), halves.stream()).anyMatch(stop -> excuses(stop, run));
  }

  private boolean excuses(Stop stop, Execution run) {
    return stop.to - stop.from >= NOTICED_MILLIS
        && run.startMillis() <= stop.healed
        && mayNotBeStored(run, stop.from);
  }

  private boolean mayNotBeStored(Execution run, long then) {
    return run.endMillis() == 0 || storedFrom(run.endMillis()) + STORED_MILLIS >= then;
  }

  /** When a result of that time can be stored at the earliest. */
  private long storedFrom(long end) {
    return moves.stream()
        .filter(move -> move.from <= end && end < move.to)
        .mapToLong(Move::to)
        .max()
        .orElse(end);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(member.address());
    text.append(" (process ").append(member.process().pid());
    if (killed != Long.MAX_VALUE) {
      text.append(", killed at ").append(killed);
    }
    stops.forEach(
        stop -> text.append(", stopped from ").append(stop.from).append(" to ").append(stop.to));
    return text.append(')').toString();
  }
}
