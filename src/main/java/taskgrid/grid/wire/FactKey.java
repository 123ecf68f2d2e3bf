package taskgrid.grid.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.partition.PartitionAware;
import java.io.IOException;
import java.util.Objects;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Protocol;

/** The name of a fact of a job; all facts of a job share a partition. */
public final class FactKey implements IdentifiedDataSerializable, PartitionAware<String> {
  static final int CLASS_ID = 3;

  private String job;
  private byte kind;
  private int number;

  /** The facts that a job is made of. The order is the wire code: append only. */
  public enum Kind {
    OPTIONS,
    SEALED,
    CANCELLED,
    FORGOTTEN,
    LEFT,
    /** Nothing more is to be started; what runs may end. */
    HALTED,
    /** Some tasks were cancelled: numbered from 0, one each time that somebody does so. */
    TASKS_CANCELLED,
    /** How many tasks may run at once; may be written again. */
    LIMIT,
    /** Which items of a source were stored last; written again with each. */
    SOURCE,
    /** No more items of a source are wanted. */
    DRAINED,
    /** How many tasks may run at once on each member; may be written again. */
    COPIES,
    /** Which failed tasks run again in another pipeline: numbered from 0, one for each time. */
    RETRIED;

    private static final Kind[] BY_CODE = values();
  }

  /** For Hazelcast, which then calls {@link #readData}. */
  public FactKey() {
    this("", Kind.OPTIONS);
  }

  public FactKey(String job, Kind kind) {
    this(job, kind, 0);
  }

  /**
   * @param number tells facts of one kind apart, from 0
   */
  public FactKey(String job, Kind kind, int number) {
    this.job = job;
    this.kind = (byte) kind.ordinal();
    this.number = number;
  }

  public String job() {
    return job;
  }

  public Kind kind() {
    return Kind.BY_CODE[kind];
  }

  public int number() {
    return number;
  }

  @Override
  public String getPartitionKey() {
    return job;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactKey that
        && kind == that.kind
        && number == that.number
        && job.equals(that.job);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * job.hashCode() + kind) + number;
  }

  @Override
  public String toString() {
    return job + " " + kind() + (number == 0 ? "" : " " + number);
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
    out.writeByte(Protocol.VERSION);
    out.writeString(job);
    out.writeByte(kind);
    out.writeInt(number);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    byte protocol = in.readByte();
    if (protocol != Protocol.VERSION) {
      throw new IOException("job fact of protocol " + protocol + ", this is " + Protocol.VERSION);
    }
    job = Objects.requireNonNull(in.readString());
    kind = in.readByte();
    number = in.readInt();
  }
}
