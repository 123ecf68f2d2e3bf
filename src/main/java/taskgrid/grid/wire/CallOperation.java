package taskgrid.grid.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.layout.Protocol;

/**
 * One call between members: routed to a partition's owner or to a member. The answer may come later
 * and from another thread, so that a parked call holds none.
 */
public final class CallOperation extends Operation implements IdentifiedDataSerializable {
  static final int CLASS_ID = 5;

  private Call call = Call.MEMBER;
  private byte[] request = new byte[0];

  /** For Hazelcast, which then calls {@link #readInternal}. */
  public CallOperation() {}

  public CallOperation(Call call, byte[] request) {
    this.call = call;
    this.request = request;
  }

  @Override
  public String getServiceName() {
    return CallTarget.SERVICE;
  }

  @Override
  public boolean returnsResponse() {
    return false;
  }

  @Override
  public void logError(Throwable failure) {
    // The caller hears of it and tries again; that members leave is no news for people.
    getLogger().finest(failure);
  }

  @Override
  public void run() {
    CallTarget target = getService();
    target.answer(
        call,
        getPartitionId(),
        request,
        getCallerUuid(),
        new CallTarget.Answer() {
          @Override
          public void done(byte[] reply) {
            sendResponse(reply);
          }

          @Override
          public void failed(Throwable failure) {
            sendResponse(failure);
          }
        });
  }

  @Override
  protected void writeInternal(ObjectDataOutput out) throws IOException {
    out.writeByte(Protocol.VERSION);
    out.writeByte(call.ordinal());
    out.writeByteArray(request);
  }

  @Override
  protected void readInternal(ObjectDataInput in) throws IOException {
    byte protocol = in.readByte();
    if (protocol != Protocol.VERSION) {
      throw new IOException("call of protocol " + protocol + ", this is " + Protocol.VERSION);
    }
    call = Call.of(in.readByte());
    byte @Nullable [] bytes = in.readByteArray();
    request = Objects.requireNonNull(bytes);
  }

  @Override
  public int getFactoryId() {
    return BatchKey.FACTORY_ID;
  }

  @Override
  public int getClassId() {
    return CLASS_ID;
  }
}
