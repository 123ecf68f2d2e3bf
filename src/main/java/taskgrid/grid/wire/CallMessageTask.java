package taskgrid.grid.wire;

import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.task.AbstractTargetMessageTask;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.nio.Connection;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.security.Permission;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client's call on the member that received it: goes to the member that it is meant for. */
final class CallMessageTask extends AbstractTargetMessageTask<CallMessage.Request> {
  CallMessageTask(ClientMessage message, Node node, Connection connection) {
    super(message, node, connection);
  }

  @Override
  protected CallMessage.Request decodeClientMessage(ClientMessage message) {
    return CallMessage.decodeRequest(message);
  }

  @Override
  protected ClientMessage encodeResponse(Object response) {
    return CallMessage.response(serializationService.toObject(response));
  }

  @Override
  protected UUID getTargetUuid() {
    return parameters.member();
  }

  @Override
  protected Operation prepareOperation() {
    return new CallOperation(parameters.call(), parameters.bytes());
  }

  @Override
  public String getServiceName() {
    return CallTarget.SERVICE;
  }

  @Override
  public @Nullable Permission getRequiredPermission() {
    return null;
  }

  @Override
  public @Nullable String getDistributedObjectName() {
    return null;
  }

  @Override
  public @Nullable String getMethodName() {
    return null;
  }

  @Override
  public Object @Nullable [] getParameters() {
    return null;
  }
}
