package io.gantry.registry.select;

import io.gantry.kserve.api.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a `fieldSelector` of the two fields that every custom resource can be selected by:
/// `metadata.name=a,metadata.namespace!=b`.
public final class FieldSelectors {

    private static final Pattern TERM = Pattern.compile("([^=!]+?)\\s*(==|=|!=)\\s*([^=!]*)");

    private FieldSelectors() {}

    public static SelectorReading<Selector> read(String text) {
        List<Selector> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            Matcher term = TERM.matcher(part.strip());
            if (!term.matches()) {
                return new SelectorReading.Wrong<>(
                        "\"%s\" is no term; write metadata.name=value or metadata.namespace=value"
                                .formatted(part.strip()));
            }
            Field field = field(term.group(1));
            if (field == null) {
                return new SelectorReading.Wrong<>(
                        "field label not supported: %s; metadata.name and metadata.namespace are"
                                .formatted(term.group(1)));
            }
            boolean wanted = !term.group(2).equals("!=");
            String value = term.group(3);
            terms.add(metadata -> Objects.equals(field.of(metadata), value) == wanted);
        }
        return new SelectorReading.Read<>(Selector.all(terms));
    }

    private static @Nullable Field field(String path) {
        return switch (path) {
            case "metadata.name" -> ObjectMeta::name;
            case "metadata.namespace" -> ObjectMeta::namespace;
            default -> null;
        };
    }

    @FunctionalInterface
    private interface Field {
        @Nullable String of(ObjectMeta metadata);
    }
}
