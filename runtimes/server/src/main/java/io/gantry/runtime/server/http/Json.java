package io.gantry.runtime.server.http;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.runtime.server.refusal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads and writes JSON by streaming, so that tensors are never held as trees.
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// Part of a document's reading.
    @FunctionalInterface
    public interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /// Part of a document's writing.
    @FunctionalInterface
    public interface Writing {
        void write(JsonGenerator json) throws IOException;
    }

    /// Reads a document from the first `length` bytes; broken JSON is the client's fault.
    public static <T> T read(byte[] body, int length, Reading<T> reading) {
        try (JsonParser parser = MAPPER.getFactory().createParser(body, 0, length)) {
            parser.nextToken();
            T value = reading.read(parser);
            if (parser.nextToken() != null) {
                throw badInput(
                        "The request goes on after the end of its JSON, at line %d, column %d."
                                .formatted(
                                        parser.currentTokenLocation().getLineNr(),
                                        parser.currentTokenLocation().getColumnNr()));
            }
            return value;
        } catch (JsonProcessingException broken) {
            throw broken(broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Reads a whole document as a tree, which must be an object.
    public static JsonNode readObject(byte[] body) {
        JsonNode tree = read(body, body.length, JsonParser::readValueAsTree);
        if (tree == null || !tree.isObject()) {
            throw badInput("The request is no JSON object.");
        }
        return tree;
    }

    public static byte[] write(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
            writing.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static RefusedException broken(JsonProcessingException broken) {
        String where =
                broken.getLocation() == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        broken.getLocation().getLineNr(),
                                        broken.getLocation().getColumnNr());
        return badInput(
                "The request is not valid JSON: %s%s."
                        .formatted(broken.getOriginalMessage(), where));
    }
}
