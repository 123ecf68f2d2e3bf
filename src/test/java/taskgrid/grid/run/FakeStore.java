package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/**
 * The maps in memory. Writes and reads of segments happen at once, or wait until the test says what
 * becomes of them.
 */
final class FakeStore implements Store {
  final Map<BatchKey, byte[]> batches = new ConcurrentHashMap<>();
  private final Map<BatchKey, Map<Integer, byte[]>> segments = new ConcurrentHashMap<>();
  private final List<Pending<?>> pending = new ArrayList<>();
  private boolean holding;
  private final Map<BatchKey, Runnable> duringLoad = new ConcurrentHashMap<>();
  final AtomicInteger loads = new AtomicInteger();
  int rewrites;

  /** From now on calls that do not block wait. */
  void hold() {
    holding = true;
  }

  /** What waits happens, and nothing waits any more. */
  void letGo() {
    holding = false;
    while (!pending.isEmpty()) {
      answer();
    }
  }

  List<String> pending() {
    return pending.stream().map(call -> call.name).toList();
  }

  /** The oldest waiting call happens and is answered. */
  void answer() {
    pending.remove(0).happen(true);
  }

  /** The oldest waiting call does not happen, and fails. */
  void fail() {
    pending.remove(0).fail();
  }

  /** The oldest waiting call happens, but its answer is lost. */
  void answerLost() {
    pending.remove(0).happen(false);
  }

  /** Any waiting call meets any fate; returns whether there was one. */
  boolean anyFate(Random random) {
    if (pending.isEmpty()) {
      return false;
    }
    Pending<?> call = pending.remove(random.nextInt(pending.size()));
    int fate = random.nextInt(10);
    if (fate == 0) {
      call.fail();
    } else {
      call.happen(fate > 2);
    }
    return true;
  }

  /** The log from its beginning. */
  List<byte[]> log(BatchKey key) {
    List<byte[]> log = new ArrayList<>();
    for (int n = 0; loadSegment(key, n) != null; n++) {
      log.add(loadSegment(key, n));
    }
    return log;
  }

  void put(BatchKey key, int n, byte[] segment) {
    segments.computeIfAbsent(key, k -> new ConcurrentHashMap<>()).put(n, segment);
  }

  /** Once, while a batch is loaded, something else happens. */
  void onLoad(BatchKey key, Runnable meanwhile) {
    duringLoad.put(key, meanwhile);
  }

  @Override
  public byte[] load(BatchKey key) {
    loads.incrementAndGet();
    byte[] batch = batches.get(key);
    Runnable meanwhile = duringLoad.remove(key);
    if (meanwhile != null) {
      meanwhile.run();
    }
    return batch;
  }

  @Override
  public byte[] loadSegment(BatchKey key, int n) {
    return segments.getOrDefault(key, Map.of()).get(n);
  }

  @Override
  public CompletionStage<byte[]> readSegment(BatchKey key, int n) {
    return call("read " + n, () -> loadSegment(key, n));
  }

  @Override
  public CompletionStage<byte[]> appendSegment(BatchKey key, int n, byte[] segment) {
    return call(
        "append " + n,
        () ->
            segments.computeIfAbsent(key, k -> new ConcurrentHashMap<>()).putIfAbsent(n, segment));
  }

  @Override
  public CompletionStage<Void> rewriteSegment(BatchKey key, int n, byte[] segment) {
    return call(
        "rewrite " + n,
        () -> {
          rewrites++;
          put(key, n, segment);
          return null;
        });
  }

  @Override
  public boolean replaceSegment(BatchKey key, int n, byte @Nullable [] before, byte[] now) {
    throw new UnsupportedOperationException("no stubs become one in this store");
  }

  @Override
  public CompletionStage<Void> removeSegment(BatchKey key, int n) {
    return call(
        "remove " + n,
        () -> {
          segments.getOrDefault(key, Map.of()).remove(n);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> remove(BatchKey key) {
    batches.remove(key);
    return CompletableFuture.completedFuture(null);
  }

  private <T> CompletionStage<T> call(String name, Supplier<T> effect) {
    Pending<T> call = new Pending<>(name, effect);
    if (holding) {
      pending.add(call);
    } else {
      call.happen(true);
    }
    return call.answer;
  }

  private static final class Pending<T> {
    final String name;
    final Supplier<T> effect;
    final CompletableFuture<T> answer = new CompletableFuture<>();

    Pending(String name, Supplier<T> effect) {
      this.name = name;
      this.effect = effect;
    }

    void happen(boolean answered) {
      T result = effect.get();
      if (answered) {
        answer.complete(result);
      } else {
        answer.completeExceptionally(new IllegalStateException(name + ": the answer was lost"));
      }
    }

    void fail() {
      answer.completeExceptionally(new IllegalStateException(name + " failed"));
    }
  }
}
