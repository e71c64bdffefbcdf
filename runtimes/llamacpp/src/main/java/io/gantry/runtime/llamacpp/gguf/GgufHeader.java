package io.gantry.runtime.llamacpp.gguf;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a GGUF file says of its model, lists left out. The format is llama.cpp's
/// (`ggml/docs/gguf.md`), versions 2 and 3.
public record GgufHeader(Map<String, Object> values) {

    private static final int MAGIC = 0x46554747;
    private static final long MOST_ENTRIES = 100_000;
    private static final long LONGEST_TEXT = 16 << 20;

    /// Types of values, by their numbers in the file.
    private static final int TEXT = 8;

    private static final int LIST = 9;

    public GgufHeader {
        values = Map.copyOf(values);
    }

    public static GgufHeader read(Path file) throws UnusableModelException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return read(in);
        } catch (EOFException | NotGgufException broken) {
            throw new UnusableModelException(
                    "%s is no whole GGUF file (%s): download it again, or convert the model with llama.cpp's convert_hf_to_gguf.py."
                            .formatted(
                                    file,
                                    broken instanceof EOFException
                                            ? "it ends within its header"
                                            : broken.getMessage()),
                    broken);
        } catch (IOException unreadable) {
            throw new UnusableModelException(
                    "%s cannot be read: %s.".formatted(file, unreadable), unreadable);
        }
    }

    /// Tokens that the model was trained with.
    public OptionalInt contextLength() {
        return text("general.architecture")
                                .map(name -> values.get(name + ".context_length"))
                                .orElse(null)
                        instanceof Number number
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    public Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static GgufHeader read(DataInputStream in) throws IOException {
        if (int32(in) != MAGIC) {
            throw new NotGgufException("it does not begin with GGUF");
        }
        int version = int32(in);
        if (version < 2 || version > 3) {
            throw new NotGgufException("it is of version %d".formatted(version));
        }
        long _ = int64(in);
        long entries = count(in, MOST_ENTRIES);
        Map<String, Object> values = new LinkedHashMap<>();
        for (long i = 0; i < entries; i++) {
            String key = text(in);
            int type = int32(in);
            if (type == LIST) {
                skipList(in);
            } else {
                values.put(key, value(in, type));
            }
        }
        return new GgufHeader(values);
    }

    private static Object value(DataInputStream in, int type) throws IOException {
        return switch (type) {
            case 0 -> in.readUnsignedByte();
            case 1 -> (int) in.readByte();
            case 2 -> Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
            case 3 -> (int) Short.reverseBytes(in.readShort());
            case 4 -> Integer.toUnsignedLong(int32(in));
            case 5 -> int32(in);
            case 6 -> Float.intBitsToFloat(int32(in));
            case 7 -> in.readByte() != 0;
            case TEXT -> text(in);
            case 10, 11 -> int64(in);
            case 12 -> Double.longBitsToDouble(int64(in));
            default -> throw new NotGgufException("it has a value of type %d".formatted(type));
        };
    }

    private static void skipList(DataInputStream in) throws IOException {
        int type = int32(in);
        long length = count(in, Integer.MAX_VALUE);
        for (long i = 0; i < length; i++) {
            if (type == LIST) {
                skipList(in);
            } else if (type == TEXT) {
                in.skipNBytes(count(in, LONGEST_TEXT));
            } else {
                Object _ = value(in, type);
            }
        }
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) count(in, LONGEST_TEXT));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long count(DataInputStream in, long most) throws IOException {
        long count = int64(in);
        if (count < 0 || count > most) {
            throw new NotGgufException("it has a length of %d".formatted(count));
        }
        return count;
    }

    private static int int32(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private static long int64(DataInputStream in) throws IOException {
        return Long.reverseBytes(in.readLong());
    }

    private static final class NotGgufException extends IOException {

        private static final long serialVersionUID = 1;

        NotGgufException(String message) {
            super(message);
        }
    }
}
