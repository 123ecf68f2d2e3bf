package taskgrid.grid.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import taskgrid.grid.BatchKey;

/** The owners elsewhere; each delivery waits until the test says what becomes of it. */
final class FakePeers implements Peers {
  final List<byte[]> delivered = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();

  int waiting() {
    return answers.size();
  }

  void acknowledge() {
    answers.remove(0).complete(null);
  }

  void fail() {
    answers.remove(0).completeExceptionally(new IllegalStateException("the owner is moving"));
  }

  @Override
  public CompletionStage<Void> deliver(BatchKey key, byte[] chunk) {
    delivered.add(chunk);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }
}
