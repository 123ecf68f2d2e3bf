package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The place in the grid where marks stand, in memory. */
final class FakeBoard implements StartMarks.Board {
  /** What was written, write by write. */
  final List<List<StartMarks.Mark>> writes = new ArrayList<>();

  /** Answers that a test gives later; null = every write succeeds at once. */
  volatile List<CompletableFuture<Void>> pending;

  @Override
  public synchronized CompletionStage<Void> write(List<StartMarks.Mark> marks) {
    writes.add(marks);
    List<CompletableFuture<Void>> later = pending;
    if (later == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    later.add(answer);
    return answer;
  }
}
