package taskgrid.grid.wire;

import com.hazelcast.client.impl.protocol.MessageTaskFactory;
import com.hazelcast.client.impl.protocol.MessageTaskFactoryProvider;
import com.hazelcast.internal.util.collection.Int2ObjectHashMap;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.NodeEngineImpl;

/** Tells a member of our message; found by name in META-INF/services. */
public final class CallMessageTasks implements MessageTaskFactoryProvider {
  private final NodeEngineImpl engine;

  public CallMessageTasks(NodeEngine engine) {
    this.engine = (NodeEngineImpl) engine;
  }

  @Override
  public Int2ObjectHashMap<MessageTaskFactory> getFactories() {
    Int2ObjectHashMap<MessageTaskFactory> factories = new Int2ObjectHashMap<>();
    factories.put(
        CallMessage.REQUEST_TYPE,
        (message, connection) -> new CallMessageTask(message, engine.getNode(), connection));
    return factories;
  }
}
