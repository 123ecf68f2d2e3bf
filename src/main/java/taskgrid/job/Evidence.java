package taskgrid.job;

import java.util.List;
import java.util.TreeSet;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Left;
import taskgrid.grid.Grid.Progress;
import taskgrid.task.JobCounts;
import taskgrid.task.Stage;

/**
 * What is known of a job at one moment: its facts, and what every member said.
 *
 * @param whole whether every member answered and knew all that it has, and no owner changed
 *     meanwhile, so that nothing was missed or counted twice
 * @param nowMillis when it was gathered, epoch milliseconds
 */
record Evidence(JobFacts facts, List<Progress> answers, boolean whole, long nowMillis) {
  Evidence {
    answers = List.copyOf(answers);
  }

  JobCounts counts() {
    return answers.stream().map(Progress::counts).reduce(JobCounts.NONE, JobCounts::plus);
  }

  long lastLine() {
    long last = Math.max(facts.lastLine(), facts.left() == null ? 0 : facts.left().lastLine());
    for (Progress answer : answers) {
      last = Math.max(last, answer.lastLine());
    }
    return last;
  }

  /** How long nobody has heard of the submitter: since the job was made, if nobody ever did. */
  long submitterSilentMillis() {
    long silent = nowMillis - facts.submittedMillis();
    for (Progress answer : answers) {
      if (answer.submitterSilentMillis() >= 0) {
        silent = Math.min(silent, answer.submitterSilentMillis());
      }
    }
    return silent;
  }

  /** When the newest result came, epoch milliseconds; 0 = none. */
  long lastResultMillis() {
    return answers.stream().mapToLong(Progress::lastResultMillis).max().orElse(0);
  }

  /** Whether its tasks come from the stage before it or the grid, and not from a submitter. */
  boolean isFed() {
    Stage stage = facts.options().stage();
    return stage != null && (stage.from() != null || stage.source() != null);
  }

  boolean sealed() {
    return facts.sealed();
  }

  /** Whether the submitter is known to have left before the end, and what it sent has ended. */
  boolean leftAndDone() {
    Left left = facts.left();
    return left != null && !sealed() && counts().done() >= left.tasks();
  }

  /** Tasks that have not ended. */
  long left() {
    return counts().left();
  }

  /** Tasks that were sent, and of which the grid has nothing; 0 if one cannot say. */
  long missing() {
    return whole ? Math.max(0, promised() - counts().known()) : 0;
  }

  /** How many tasks there must be; of an open job nobody knows. */
  long promised() {
    Left left = facts.left();
    if (sealed()) {
      return facts.total();
    }
    return left == null ? 0 : left.tasks();
  }

  /** Whether every task of the job has ended. */
  boolean ended() {
    return sealed() && counts().done() >= facts.total();
  }

  List<String> members() {
    TreeSet<String> members = new TreeSet<>();
    answers.forEach(answer -> members.addAll(answer.members()));
    return List.copyOf(members);
  }
}
