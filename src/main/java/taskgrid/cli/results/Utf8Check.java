package taskgrid.cli.results;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. */
final class Utf8Check {
  private Utf8Check() {}

  static boolean isText(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return decodes(ByteBuffer.wrap(bytes, i, bytes.length - i));
      }
    }
    return true;
  }

  private static boolean decodes(ByteBuffer rest) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(rest) != null;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
