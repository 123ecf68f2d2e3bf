package taskgrid.job;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.function.Durations;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Lines;
import taskgrid.grid.Look;
import taskgrid.task.GridException;
import taskgrid.task.Stage;
import taskgrid.task.TaskState;
import taskgrid.task.TaskStatus;
import taskgrid.task.TaskStatus.Attempt;

/** Asks all members about one task, and reads its batch: what became of it, or why it waits. */
final class TaskQuery {
  /** A batch that is asked for just when it becomes a log, or moves, is asked for again. */
  private static final int MOST_TRIES = 4;

  private final Grid grid;
  private final Clock clock;
  private final JobFacts facts;
  private final long task;

  TaskQuery(Grid grid, Clock clock, JobFacts facts, long task) {
    this.grid = grid;
    this.clock = clock;
    this.facts = facts;
    this.task = task;
  }

  /**
   * @throws GridException if there is no such task; its message says so in one line
   */
  TaskStatus status() throws GridException {
    Looks looks = Looks.at(grid, facts.job(), task);
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      Look.Piece at = looks.at();
      if (at == null) {
        break;
      }
      BatchStory story = BatchStory.read(grid, at.key());
      long line = task - at.key().first();
      if (story != null) {
        return line < story.count() ? status(looks, story, (int) line) : without(looks);
      }
      looks = Looks.at(grid, facts.job(), task);
    }
    return without(looks);
  }

  private TaskStatus status(Looks looks, BatchStory story, int line) throws GridException {
    if (!story.isTask(line)) {
      throw noTask();
    }
    TaskLife life = TaskLife.read(story.log(), line);
    byte[] text = story.lines() == null ? null : story.lines().line(line);
    TaskState end = life.end();
    if (story.stub() != null) {
      return status(story.stub().stateOf(line), text, List.of(), dropped());
    }
    if (end != null) {
      return status(end, text, life.attempts(), life.reason());
    }
    List<Attempt> attempts = new ArrayList<>(life.attempts());
    Looks.Seen runner = looks.runner();
    Look.Running running = runner == null ? null : runner.line().running();
    if (runner != null && running != null) {
      attempts.add(attempt(runner.member(), running));
      return status(TaskState.RUNNING, text, attempts, null);
    }
    return status(
        TaskState.WAITING,
        text,
        attempts,
        new TaskReasons(looks, facts, task, Eligible.nobody(grid, facts.options())).why());
  }

  private Attempt attempt(String member, Look.Running running) {
    var started = TaskLife.instant(running.startedMicros());
    long nanos = Math.max(0, Duration.between(started, clock.instant()).toNanos());
    return new Attempt(running.attempt(), member, started, nanos, TaskState.RUNNING, null, null);
  }

  private TaskStatus status(
      @Nullable TaskState state,
      byte @Nullable [] line,
      List<Attempt> attempts,
      @Nullable String why) {
    return new TaskStatus(facts.job(), task, state, line, List.copyOf(attempts), why);
  }

  private String dropped() {
    return "its result was dropped: once delivered it stays for at most %s (--keep)"
        .formatted(Durations.format(facts.options().keep()));
  }

  /** There is no batch with the line: was it not sent, is it none, or is it lost? */
  private TaskStatus without(Looks looks) throws GridException {
    Stage stage = facts.options().stage();
    if (stage != null && stage.driven() && isCovered()) {
      throw new GridException(
          "line %d of job %s has ended, and nothing else is kept of it: members drive its source"
              .formatted(task, facts.job()));
    }
    Look.Piece behind = looks.behind();
    if (behind != null) {
      if (after(behind) < task) {
        throw noTask();
      }
      return gone(looks, new StatusQuery(grid, clock).evidence(facts));
    }
    long last = facts.left() == null ? facts.lastLine() : facts.left().lastLine();
    boolean over = facts.sealed() || facts.left() != null;
    if (facts.sealed() && task > last && !facts.cutShort()) {
      throw new GridException(
          "job " + facts.job() + " has no line " + task + ": its last line is " + last);
    }
    if (over && task <= last) {
      // Comments may be all that stands behind the last batch.
      Evidence evidence = new StatusQuery(grid, clock).evidence(facts);
      if (looks.whole() && evidence.whole() && evidence.missing() == 0) {
        throw noTask();
      }
      return gone(looks, evidence);
    }
    return status(TaskState.WAITING, null, List.of(), notSent(last));
  }

  /** Whether some member has it, if only as a part of a range of lines. */
  private boolean isCovered() throws GridException {
    String what = "ask members about job " + facts.job();
    for (GridMember member : grid.members()) {
      for (Lines lines : Answers.of(grid.lines(member.id(), facts.job()), what)) {
        if (lines.first() <= task && task <= lines.last()) {
          return true;
        }
      }
    }
    return false;
  }

  private String notSent(long last) {
    String line = "it was not sent";
    if (facts.left() != null) {
      return line + ": the submitter left at line " + last + " (the job is stranded)";
    }
    if (facts.cancelled()) {
      return line + ": the job was cancelled before";
    }
    return line + " yet: its submitter sends as much as members take";
  }

  private long after(Look.Piece piece) throws GridException {
    if (piece.isKnown()) {
      return piece.after();
    }
    BatchStory story = BatchStory.read(grid, piece.key());
    return story == null ? task : story.after();
  }

  /** Its batch was there, and is not now. */
  private TaskStatus gone(Looks looks, Evidence evidence) {
    if (!looks.whole() || !evidence.whole()) {
      String moving = "members are just coming or going, and what they have moves: ask again";
      return status(TaskState.WAITING, null, List.of(), moving);
    }
    if (evidence.submitterSilentMillis() < DeriveState.LOST_MILLIS) {
      String again = "it is gone with the members that held it: its submitter sends it again";
      return status(TaskState.WAITING, null, List.of(), again);
    }
    String lost = "it is lost: the members that held it are gone, and so is its submitter";
    return status(null, null, List.of(), lost);
  }

  private GridException noTask() {
    return new GridException(
        "line " + task + " of job " + facts.job() + " is no task: it is blank or a comment");
  }
}
