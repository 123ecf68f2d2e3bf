package taskgrid.grid.wire;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import taskgrid.grid.BatchKey;

/** Makes the empty objects that Hazelcast fills in; the complete list of our types that travel. */
public final class WireTypes implements DataSerializableFactory {
  @Override
  public IdentifiedDataSerializable create(int type) {
    return switch (type) {
      case BatchKey.CLASS_ID -> new BatchKey();
      case SegmentKey.CLASS_ID -> new SegmentKey();
      case FactKey.CLASS_ID -> new FactKey();
      case Ticket.CLASS_ID -> new Ticket();
      case CallOperation.CLASS_ID -> new CallOperation();
      default -> throw new IllegalArgumentException("type " + type + " is not known");
    };
  }
}
