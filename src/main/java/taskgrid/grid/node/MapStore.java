package taskgrid.grid.node;

import com.hazelcast.map.impl.proxy.MapProxyImpl;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.run.Store;
import taskgrid.grid.wire.GridMaps;
import taskgrid.grid.wire.SegmentKey;

/** The store over the grid's maps, on a member. */
final class MapStore implements Store {
  private final GridMaps maps;

  /** The same map as maps.results(): a putIfAbsent that does not block is on the proxy only. */
  private final MapProxyImpl<SegmentKey, byte[]> results;

  MapStore(GridMaps maps) {
    this.maps = maps;
    this.results = (MapProxyImpl<SegmentKey, byte[]>) maps.results();
  }

  @Override
  public byte @Nullable [] load(BatchKey key) {
    return maps.tasks().get(key);
  }

  @Override
  public byte @Nullable [] loadSegment(BatchKey key, int n) {
    return results.get(new SegmentKey(key, n));
  }

  @Override
  public CompletionStage<byte @Nullable []> readSegment(BatchKey key, int n) {
    return results.getAsync(new SegmentKey(key, n)).thenApplyAsync(v -> v, Runnable::run);
  }

  @Override
  public CompletionStage<byte @Nullable []> appendSegment(BatchKey key, int n, byte[] segment) {
    return results
        .putIfAbsentAsync(new SegmentKey(key, n), segment)
        .thenApplyAsync(v -> v, Runnable::run);
  }

  @Override
  public CompletionStage<@Nullable Void> rewriteSegment(BatchKey key, int n, byte[] segment) {
    return results.setAsync(new SegmentKey(key, n), segment).thenApplyAsync(v -> v, Runnable::run);
  }

  @Override
  public boolean replaceSegment(BatchKey key, int n, byte @Nullable [] before, byte[] now) {
    SegmentKey segment = new SegmentKey(key, n);
    return before == null
        ? results.putIfAbsent(segment, now) == null
        : results.replace(segment, before, now);
  }

  @Override
  public CompletionStage<@Nullable Void> removeSegment(BatchKey key, int n) {
    return results.deleteAsync(new SegmentKey(key, n)).thenApplyAsync(v -> null, Runnable::run);
  }

  @Override
  public CompletionStage<@Nullable Void> remove(BatchKey key) {
    return ((MapProxyImpl<BatchKey, byte[]>) maps.tasks())
        .deleteAsync(key)
        .thenApplyAsync(v -> null, Runnable::run);
  }
}
