package io.gantry.loader.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which files of a model are wanted, by their paths: those that match one of the first patterns,
/// if there are any, and none of the second. As KServe's storage initializer reads
/// `STORAGE_ALLOW_PATTERNS` and `STORAGE_IGNORE_PATTERNS`, and as `huggingface_hub` does: `*`
/// stands for anything, `/` included, `?` for one character, `[ab]` and `[!ab]` for one of a set,
/// and a pattern that ends with `/` for all that lies below.
public final class NamePatterns {

    public static final NamePatterns ALL = new NamePatterns(List.of(), List.of());

    /// `[]x].json` is a pattern, not an empty array with something behind it.
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final List<Pattern> allowed;
    private final List<Pattern> ignored;

    private NamePatterns(List<Pattern> allowed, List<Pattern> ignored) {
        this.allowed = allowed;
        this.ignored = ignored;
    }

    /// @param allow a JSON array of patterns, or patterns with commas between; empty for any
    /// @param ignore likewise; empty for none
    public static NamePatterns of(Optional<String> allow, Optional<String> ignore) {
        return new NamePatterns(parse(allow), parse(ignore));
    }

    /// Whether every file is wanted.
    public boolean all() {
        return allowed.isEmpty() && ignored.isEmpty();
    }

    public boolean wants(String path) {
        return (allowed.isEmpty() || matches(allowed, path)) && !matches(ignored, path);
    }

    private static boolean matches(List<Pattern> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static List<Pattern> parse(Optional<String> text) {
        return text.map(NamePatterns::listed).orElse(List.of()).stream()
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .map(NamePatterns::regex)
                .toList();
    }

    private static List<String> listed(String text) {
        try {
            return JSON.readValue(text, STRINGS);
        } catch (JsonProcessingException e) {
            // A pattern may begin with a bracket, too.
            return Arrays.asList(text.split(",", -1));
        }
    }

    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        String glob = pattern.endsWith("/") ? pattern + "*" : pattern;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? endOfSet(glob, i) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                regex.append(set(glob.substring(i + 1, end)));
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// A bracket right behind the opening one, or behind its `!`, belongs to the set.
    private static int endOfSet(String glob, int start) {
        int first = start + 1;
        if (first < glob.length() && glob.charAt(first) == '!') {
            first++;
        }
        return glob.indexOf(']', first + 1);
    }

    private static String set(String members) {
        boolean not = members.startsWith("!");
        String escaped =
                (not ? members.substring(1) : members).replaceAll("([\\\\\\[\\]&^])", "\\\\$1");
        return (not ? "[^" : "[") + escaped + "]";
    }
}
