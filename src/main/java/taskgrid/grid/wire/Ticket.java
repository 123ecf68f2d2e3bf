package taskgrid.grid.wire;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;

/** What wakes a slot: its thread asks the member's dispatcher what to run. Carries nothing. */
public final class Ticket implements Runnable, IdentifiedDataSerializable, HazelcastInstanceAware {
  /** Under this name a member keeps, as a Runnable, what answers its tickets. */
  public static final String ANSWER = "taskgrid.answer-ticket";

  static final int CLASS_ID = 4;

  private @Nullable HazelcastInstance member;

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = instance;
  }

  @Override
  public void run() {
    HazelcastInstance here = member;
    if (here != null && here.getUserContext().get(ANSWER) instanceof Runnable answer) {
      answer.run();
    }
  }

  @Override
  public String toString() {
    return "ticket";
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
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
