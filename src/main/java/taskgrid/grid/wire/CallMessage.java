package taskgrid.grid.wire;

import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.codec.builtin.ByteArrayCodec;
import com.hazelcast.internal.nio.Bits;
import java.util.UUID;
import taskgrid.grid.layout.Protocol;

/**
 * A call as a client sends it: a message of our own in Hazelcast's client protocol, because the
 * executor's messages cannot be answered later without holding a thread.
 */
public final class CallMessage {
  /** Of no message of Hazelcast's: its numbers end at 0xFE15. */
  static final int REQUEST_TYPE = 0x7F0100;

  private static final int RESPONSE_TYPE = 0x7F0101;
  private static final int FIXED = ClientMessage.PARTITION_ID_FIELD_OFFSET + Integer.BYTES;
  private static final int PROTOCOL_AT = FIXED;
  private static final int CALL_AT = PROTOCOL_AT + 1;
  private static final int MEMBER_AT = CALL_AT + 1;
  private static final int REQUEST_SIZE = MEMBER_AT + 2 * Long.BYTES;
  private static final int RESPONSE_SIZE =
      ClientMessage.RESPONSE_BACKUP_ACKS_FIELD_OFFSET + Byte.BYTES;

  private CallMessage() {}

  /** A request, decoded. */
  record Request(Call call, UUID member, byte[] bytes) {}

  /**
   * A call to a member. It may be sent again after a broken connection: every call is idempotent.
   */
  public static ClientMessage request(Call call, UUID member, byte[] bytes) {
    ClientMessage message = ClientMessage.createForEncode();
    message.setRetryable(true);
    message.setOperationName("taskgrid." + call);
    byte[] head = new byte[REQUEST_SIZE];
    Bits.writeIntL(head, ClientMessage.TYPE_FIELD_OFFSET, REQUEST_TYPE);
    Bits.writeIntL(head, ClientMessage.PARTITION_ID_FIELD_OFFSET, -1);
    head[PROTOCOL_AT] = Protocol.VERSION;
    head[CALL_AT] = (byte) call.ordinal();
    Bits.writeLongL(head, MEMBER_AT, member.getMostSignificantBits());
    Bits.writeLongL(head, MEMBER_AT + Long.BYTES, member.getLeastSignificantBits());
    message.add(new ClientMessage.Frame(head, ClientMessage.UNFRAGMENTED_MESSAGE));
    ByteArrayCodec.encode(message, bytes);
    return message;
  }

  static Request decodeRequest(ClientMessage message) {
    ClientMessage.ForwardFrameIterator frames = message.frameIterator();
    byte[] head = frames.next().content;
    if (head[PROTOCOL_AT] != Protocol.VERSION) {
      throw new IllegalArgumentException(
          "call of protocol " + head[PROTOCOL_AT] + ", this member speaks " + Protocol.VERSION);
    }
    UUID member =
        new UUID(Bits.readLongL(head, MEMBER_AT), Bits.readLongL(head, MEMBER_AT + Long.BYTES));
    return new Request(Call.of(head[CALL_AT]), member, ByteArrayCodec.decode(frames));
  }

  static ClientMessage response(byte[] bytes) {
    ClientMessage message = ClientMessage.createForEncode();
    byte[] head = new byte[RESPONSE_SIZE];
    Bits.writeIntL(head, ClientMessage.TYPE_FIELD_OFFSET, RESPONSE_TYPE);
    message.add(new ClientMessage.Frame(head, ClientMessage.UNFRAGMENTED_MESSAGE));
    ByteArrayCodec.encode(message, bytes);
    return message;
  }

  public static byte[] decodeResponse(ClientMessage message) {
    ClientMessage.ForwardFrameIterator frames = message.frameIterator();
    frames.next();
    return ByteArrayCodec.decode(frames);
  }
}
