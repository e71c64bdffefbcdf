package io.gantry.graph.gjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Stream;

/// Reads what stands in the brackets of a query (gjson's `parseQuery`).
final class QueryReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OPS = "!=<>%";

    private QueryReader() {}

    static Query read(String text) throws UnsupportedPathException {
        int start = comparison(text);
        GjsonPath path = PathReader.read(trim(text.substring(0, start)));
        String compared = trim(text.substring(start));
        if (compared.isEmpty()) {
            return new Query(path, "", "");
        }
        String op =
                Stream.of("==", "!=", "!%", "<=", ">=", "=", "<", ">", "%")
                        .filter(compared::startsWith)
                        .findFirst()
                        .orElseThrow(() ->
                                new UnsupportedPathException(
                                        "there is no operator '%s'".formatted(compared)));
        String value = unquoted(trim(compared.substring(op.length())));
        if (value.startsWith("~") && !Query.LIKE.contains(value)) {
            throw new UnsupportedPathException(
                    "'~' is followed by true, false, null or *, found '%s'".formatted(value));
        }
        return new Query(path, op.equals("==") ? "=" : op, value);
    }

    /// Where the path ends and the operator begins.
    private static int comparison(String text) throws UnsupportedPathException {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (OPS.indexOf(next) >= 0) {
                return i;
            }
            i = next == '[' || next == '(' ? Brackets.end(text, i) : Brackets.past(text, i);
        }
        return text.length();
    }

    private static String unquoted(String value) throws UnsupportedPathException {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        if (value.indexOf('\\') < 0) {
            return value.substring(1, value.length() - 1);
        }
        try {
            return JSON.readValue(value, String.class);
        } catch (JsonProcessingException e) {
            throw new UnsupportedPathException("%s is no JSON string".formatted(value));
        }
    }

    /// Of blanks and control characters, as gjson does.
    private static String trim(String text) {
        return text.trim();
    }
}
