package io.gantry.kserve.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Reads a text that is one JSON document.
final class JsonDocument {
    private JsonDocument() {}

    static RawDocument read(String text) {
        try (JsonParser parser = KServeJson.mapper().getFactory().createParser(text)) {
            JsonNode root = parser.readValueAsTree();
            if (parser.nextToken() != null) {
                return new RawDocument.Broken(
                        position(parser.currentTokenLocation()),
                        "text after the end of the JSON document; to send several resources, send a"
                                + " v1 List of them, or YAML documents separated by ---");
            }
            return new RawDocument.Tree(root, path -> locate(text, path));
        } catch (JsonProcessingException e) {
            return new RawDocument.Broken(
                    position(e.getLocation()), "not readable as JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads the text a second time, which happens only when there is an error to place.
    private static RawDocument.Position locate(String text, JsonPointer path) {
        try (JsonParser parser = KServeJson.mapper().getFactory().createParser(text)) {
            RawDocument.Position nearest = new RawDocument.Position(1, 1);
            int longest = -1;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String here = parser.getParsingContext().pathAsPointer().toString();
                boolean encloses = (path + "/").startsWith(here + "/");
                if (encloses && here.length() > longest && token != JsonToken.FIELD_NAME) {
                    longest = here.length();
                    nearest = position(parser.currentTokenLocation());
                }
            }
            return nearest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawDocument.Position position(@Nullable JsonLocation location) {
        return location == null
                ? new RawDocument.Position(1, 1)
                : new RawDocument.Position(location.getLineNr(), location.getColumnNr());
    }
}
