package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;

/** Text where text is needed: bytes that are not UTF-8 are refused, never replaced. */
public final class Utf8 {
  /** What the JDK puts where bytes are no UTF-8; it may also stand there by right. */
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** The text of these bytes. */
  public static String decode(byte[] bytes) throws InvalidTask {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of these bytes; positions in the message count from 1 at the offset. */
  public static String decode(byte[] bytes, int offset, int length) throws InvalidTask {
    String text = new String(bytes, offset, length, UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(bytes, offset, length);
    }
    return text;
  }

  static void requireValid(byte[] bytes, int offset, int length) throws InvalidTask {
    CharsetDecoder decoder = UTF_8.newDecoder(); // its default is to report
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(Math.min(length, 1024));
    while (true) {
      var result = decoder.decode(in, out.clear(), true);
      if (result.isError()) {
        throw new InvalidTask("not UTF-8 at byte " + (in.position() - offset + 1));
      }
      if (result.isUnderflow()) {
        return;
      }
    }
  }

  /** The bytes of a text; half a surrogate pair, which JSON can write, has none. */
  static byte[] encode(String text) throws InvalidTask {
    try {
      ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] answer = new byte[bytes.remaining()];
      bytes.get(answer);
      return answer;
    } catch (CharacterCodingException e) {
      throw new InvalidTask("half a surrogate pair is not text: " + Quote.text(text));
    }
  }
}
