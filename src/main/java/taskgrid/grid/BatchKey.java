package taskgrid.grid;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.partition.PartitionAware;
import java.io.IOException;
import java.util.Objects;

/**
 * The name of a batch. The route decides the partition and with it the owner; the sender chooses
 * it, so that batches are dealt and not hashed.
 *
 * <p>A value, although not a record: Hazelcast fills it in after construction.
 */
public final class BatchKey
    implements IdentifiedDataSerializable, PartitionAware<Integer>, Comparable<BatchKey> {
  /** Of all our types that travel. */
  public static final int FACTORY_ID = 7001;

  public static final int CLASS_ID = 1;
  private static final byte PROTOCOL = 1;

  private String job;
  private int stage;
  private long first;
  private int route;

  /** For Hazelcast, which then calls {@link #readData}. */
  public BatchKey() {
    this("", 0, 0, 0);
  }

  /**
   * @param job the job's id
   * @param stage from 0
   * @param first number of the first line that the batch carries, from 1
   * @param route any integer; equal routes share a partition
   */
  public BatchKey(String job, int stage, long first, int route) {
    this.job = job;
    this.stage = stage;
    this.first = first;
    this.route = route;
  }

  public String job() {
    return job;
  }

  public int stage() {
    return stage;
  }

  public long first() {
    return first;
  }

  public int route() {
    return route;
  }

  @Override
  public Integer getPartitionKey() {
    return route;
  }

  @Override
  public int compareTo(BatchKey other) {
    int byJob = job.compareTo(other.job);
    if (byJob != 0) {
      return byJob;
    }
    int byStage = Integer.compare(stage, other.stage);
    if (byStage != 0) {
      return byStage;
    }
    int byFirst = Long.compare(first, other.first);
    return byFirst != 0 ? byFirst : Integer.compare(route, other.route);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchKey that
        && first == that.first
        && stage == that.stage
        && route == that.route
        && job.equals(that.job);
  }

  @Override
  public int hashCode() {
    return Objects.hash(job, stage, first, route);
  }

  @Override
  public String toString() {
    return job + "." + first + (stage == 0 ? "" : " stage " + stage);
  }

  @Override
  public int getFactoryId() {
    return FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return CLASS_ID;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByte(PROTOCOL);
    out.writeString(job);
    out.writeInt(stage);
    out.writeLong(first);
    out.writeInt(route);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    byte protocol = in.readByte();
    if (protocol != PROTOCOL) {
      throw new IOException("batch key of protocol " + protocol + ", this is " + PROTOCOL);
    }
    job = Objects.requireNonNull(in.readString());
    stage = in.readInt();
    first = in.readLong();
    route = in.readInt();
  }
}
