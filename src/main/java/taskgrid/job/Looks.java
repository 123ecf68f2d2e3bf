package taskgrid.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Look;
import taskgrid.task.GridException;

/**
 * What all members see of a job, and of one line of it.
 *
 * @param whole whether every member answered and no owner changed meanwhile
 */
record Looks(List<Seen> seen, boolean whole) {
  /** Owners that change while one asks make it ask again; but it ends at some time. */
  private static final int MOST_TRIES = 4;

  /** What one member sees. */
  record Seen(String member, Look look) {
    Look.Line line() {
      return look.line();
    }
  }

  /** Asks every member, again while owners change. */
  static Looks at(Grid grid, String job, long line) throws GridException {
    Looks looks = ask(grid, job, line);
    for (int tries = 1; !looks.whole() && tries < MOST_TRIES; tries++) {
      looks = ask(grid, job, line);
    }
    return looks;
  }

  private static Looks ask(Grid grid, String job, long line) throws GridException {
    long topology = grid.topologyVersion();
    List<GridMember> members = grid.members();
    var answers = Answers.askAll(members, member -> grid.look(member, job, line));
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Look look = Answers.of(answers.get(i), "ask members about job " + job);
      if (look != null) {
        seen.add(new Seen(members.get(i).address(), look));
      }
    }
    boolean all = !seen.isEmpty() && seen.size() == members.size();
    return new Looks(seen, all && topology == grid.topologyVersion());
  }

  /** The batch that begins at the line or nearest below; null if there is none. */
  Look.@Nullable Piece at() {
    return pieces(seen.stream().map(one -> one.look().at()))
        .max(Comparator.comparingLong(piece -> piece.key().first()))
        .orElse(null);
  }

  /** The nearest batch above the line; null if there is none. */
  Look.@Nullable Piece behind() {
    return pieces(seen.stream().map(one -> one.look().behind()))
        .min(Comparator.comparingLong(piece -> piece.key().first()))
        .orElse(null);
  }

  private static Stream<Look.Piece> pieces(Stream<Look.@Nullable Piece> all) {
    return all.flatMap(Stream::ofNullable);
  }

  /** The member that has the line's batch and knows how the line stands; null if none says so. */
  @Nullable Seen owner() {
    return seen.stream()
        .filter(one -> one.line().state() != Look.State.UNKNOWN)
        .findFirst()
        .orElse(null);
  }

  /** The member that runs the line now; null if none does. */
  @Nullable Seen runner() {
    return seen.stream().filter(one -> one.line().running() != null).findFirst().orElse(null);
  }
}
