package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The managers of an object, each with the fields it owns.
record Managers(Map<Manager.Id, Manager> entries) {
    private static final Comparator<Manager> ORDER =
            Comparator.comparing((Manager each) -> each.id().operation())
                    .thenComparing(each -> each.time().orElse(Instant.MIN))
                    .thenComparing(each -> each.id().name())
                    .thenComparing(Manager::apiVersion)
                    .thenComparing(each -> each.id().subresource());

    /// Those that the object says it has.
    static Managers of(JsonNode object) {
        Map<Manager.Id, Manager> entries = new LinkedHashMap<>();
        for (JsonNode entry : object.at("/metadata/managedFields")) {
            Manager manager = Manager.of(entry);
            entries.put(manager.id(), manager);
        }
        return new Managers(entries);
    }

    Collection<Manager> all() {
        return entries.values();
    }

    FieldSet fields(Manager.Id id) {
        Manager manager = entries.get(id);
        return manager == null ? FieldSet.EMPTY : manager.fields();
    }

    /// With the fields of each changed; one that is left without any is gone.
    Managers mapped(UnaryOperator<Manager> change) {
        Map<Manager.Id, Manager> changed = new LinkedHashMap<>();
        for (Manager each : all()) {
            Manager now = change.apply(each);
            if (!now.fields().isEmpty()) {
                changed.put(now.id(), now);
            }
        }
        return new Managers(changed);
    }

    Managers with(Manager manager) {
        Map<Manager.Id, Manager> changed = new LinkedHashMap<>(entries);
        changed.put(manager.id(), manager);
        return new Managers(changed);
    }

    /// A copy of the object that has these.
    ObjectNode in(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        ObjectNode metadata = copy.withObjectProperty("metadata");
        metadata.remove("managedFields");
        ArrayNode list = metadata.arrayNode();
        all().stream()
                .filter(each -> !each.fields().isEmpty())
                .sorted(ORDER)
                .forEach(each -> list.add(each.toJson()));
        if (!list.isEmpty()) {
            metadata.set("managedFields", list);
        }
        return copy;
    }
}
