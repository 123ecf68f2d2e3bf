package taskgrid.grid.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.partition.PartitionAware;
import java.io.IOException;
import taskgrid.grid.BatchKey;

/** The name of a segment, or with n = -1 of a stub; it lives in the partition of its batch. */
public final class SegmentKey implements IdentifiedDataSerializable, PartitionAware<Integer> {
  static final int CLASS_ID = 2;

  private BatchKey batch = new BatchKey();
  private int n;

  /** For Hazelcast, which then calls {@link #readData}. */
  public SegmentKey() {}

  public SegmentKey(BatchKey batch, int n) {
    this.batch = batch;
    this.n = n;
  }

  public BatchKey batch() {
    return batch;
  }

  public int n() {
    return n;
  }

  @Override
  public Integer getPartitionKey() {
    return batch.route();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentKey that && n == that.n && batch.equals(that.batch);
  }

  @Override
  public int hashCode() {
    return 31 * batch.hashCode() + n;
  }

  @Override
  public String toString() {
    return batch + " segment " + n;
  }

  @Override
  public int getFactoryId() {
    return BatchKey.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return CLASS_ID;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    batch.writeData(out);
    out.writeInt(n);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    batch.readData(in);
    n = in.readInt();
  }
}
