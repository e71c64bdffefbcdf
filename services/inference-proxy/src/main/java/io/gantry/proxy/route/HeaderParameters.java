package io.gantry.proxy.route;

import java.util.Optional;

/// Reads parameters of headers such as `form-data; name="model"; filename="a;b.wav"`.
final class HeaderParameters {

    private HeaderParameters() {}

    /// The value of a parameter, without its quotes.
    static Optional<String> get(String header, String name) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            StringBuilder value = new StringBuilder();
            int end = readValue(header, equals + 1, value);
            int start = header.lastIndexOf(';', equals) + 1;
            if (header.substring(start, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(value.toString());
            }
            at = header.indexOf(';', end);
        }
        return Optional.empty();
    }

    /// @return where the value ends
    private static int readValue(String header, int start, StringBuilder value) {
        if (start == header.length() || header.charAt(start) != '"') {
            int semicolon = header.indexOf(';', start);
            int end = semicolon < 0 ? header.length() : semicolon;
            value.append(header.substring(start, end).strip());
            return end;
        }
        int at = start + 1;
        while (at < header.length() && header.charAt(at) != '"') {
            if (header.charAt(at) == '\\' && at + 1 < header.length()) {
                at++;
            }
            value.append(header.charAt(at));
            at++;
        }
        return Math.min(header.length(), at + 1);
    }
}
