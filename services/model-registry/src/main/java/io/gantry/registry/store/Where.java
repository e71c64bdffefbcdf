package io.gantry.registry.store;

import io.gantry.registry.resource.Filter;
import io.gantry.registry.resource.Range;
import io.gantry.registry.select.LabelRequirement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The condition of a query for a page of resources, in Hibernate's language. Whatever a client
/// gave is a parameter of it.
final class Where {

    private static final String PRESENT =
            "deletedAt is null and key.kind = :kind and (:scope = '' or key.scope = :scope)"
                    + " and (key.scope > :afterScope"
                    + " or key.scope = :afterScope and key.name > :afterName)";

    private static final String ORDER = " order by key.scope, key.name";

    private static final String LABEL =
            "cast(sql('jsonb_extract_path_text(manifest, ''metadata'', ''labels'', ?)', :%s) as string)";

    private static final String READY =
            "cast(sql('jsonb_path_exists(status, ''$.conditions[*] ? (@.type == \"Ready\" && @.status == \"True\")'')') as boolean)";

    private final StringBuilder text = new StringBuilder(PRESENT);
    private final Map<String, Object> parameters = new HashMap<>();

    Where(String kind, Range range, Filter filter) {
        parameters.put("kind", kind);
        parameters.put("scope", range.scope() == null ? "" : range.scope());
        parameters.put("afterScope", range.start().scope());
        parameters.put("afterName", range.start().name());
        if (!filter.search().isEmpty()) {
            text.append(" and locate(lower(:search), lower(key.name)) > 0");
            parameters.put("search", filter.search());
        }
        filter.labels().forEach(this::require);
        filter.ready()
                .ifPresent(ready ->
                        text.append(" and coalesce(%s, false) = %s".formatted(READY, ready)));
    }

    String text() {
        return text + ORDER;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private void require(LabelRequirement requirement) {
        switch (requirement) {
            case LabelRequirement.Exists(String key) -> and(label(key) + " is not null");
            case LabelRequirement.Absent(String key) -> and(label(key) + " is null");
            case LabelRequirement.In(String key, Set<String> values) ->
                    and("%s in (:%s)".formatted(label(key), parameter(values)));
            case LabelRequirement.NotIn(String key, Set<String> values) -> {
                String label = label(key);
                and("(%s is null or %s not in (:%s))".formatted(label, label, parameter(values)));
            }
        }
    }

    private void and(String condition) {
        text.append(" and ").append(condition);
    }

    private String label(String key) {
        return LABEL.formatted(parameter(key));
    }

    /// The name of a parameter of this value.
    private String parameter(Object value) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return name;
    }
}
