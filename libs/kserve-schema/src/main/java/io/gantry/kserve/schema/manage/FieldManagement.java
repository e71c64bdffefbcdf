package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.TypeVersion;
import io.gantry.kserve.schema.manage.ApplyOutcome.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps an object's `metadata.managedFields` through writes of a type's objects.
public final class FieldManagement {
    /// What the server sets or what names the object belongs to nobody.
    private static final FieldSet UNMANAGED =
            FieldSet.ofFields(
                    List.of(
                            "apiVersion",
                            "kind",
                            "metadata",
                            "metadata.name",
                            "metadata.namespace",
                            "metadata.creationTimestamp",
                            "metadata.selfLink",
                            "metadata.uid",
                            "metadata.generation",
                            "metadata.managedFields",
                            "metadata.resourceVersion"));

    /// What an applied configuration cannot set.
    private static final FieldSet SERVERS =
            FieldSet.ofFields(
                    List.of(
                            "metadata.creationTimestamp",
                            "metadata.selfLink",
                            "metadata.uid",
                            "metadata.generation",
                            "metadata.managedFields",
                            "metadata.resourceVersion"));

    private final TypeVersion type;
    private final Schema schema;

    public FieldManagement(TypeVersion type) {
        this.type = type;
        schema = type.schema();
    }

    /// The changed object with its managers: what the writer added or changed is its own and no one
    /// else's, what it removed nobody's, and the rest as it was.
    ///
    /// @param live the object before; null when it is created
    public ObjectNode update(@Nullable ObjectNode live, ObjectNode changed, Writer writer) {
        ObjectNode before = live == null ? nothing(changed) : live;
        Comparison comparison = compared(before, changed);
        Managers managers = withoutLost(Managers.of(before), comparison, Optional.empty());
        FieldSet written = own(comparison.written(), writer);
        if (!written.isEmpty()) {
            Manager.Id id = Manager.Id.of(writer, Manager.UPDATE);
            managers =
                    managers.with(
                            new Manager(
                                    id,
                                    writer.apiVersion(),
                                    Optional.of(writer.time()),
                                    managers.fields(id).union(written)));
        }
        return managers.in(changed);
    }

    /// Merges a configuration into an object. What the writer applied before and leaves out now is
    /// removed unless others own it.
    ///
    /// @param live the object before; null when it is created
    /// @param force whether to take fields from others that would conflict
    public ApplyOutcome apply(
            @Nullable ObjectNode live, ObjectNode configuration, Writer writer, boolean force) {
        ObjectNode before = live == null ? nothing(configuration) : live;
        ObjectNode applied = applicable(configuration, writer);
        Manager.Id id = Manager.Id.of(writer, Manager.APPLY);
        Managers known = Managers.of(before);
        FieldSet last = known.fields(id);
        Manager self =
                new Manager(
                        id,
                        writer.apiVersion(),
                        Optional.of(writer.time()),
                        own(Fields.of(applied, schema), writer));
        Managers managers = known.with(self);
        ObjectNode merged = (ObjectNode) Merging.merged(before, applied, schema);
        ObjectNode after = withoutAbandoned(merged, last, managers);
        Comparison comparison = compared(before, after);
        List<Conflict> conflicts = conflicts(known, id, comparison);
        if (!conflicts.isEmpty() && !force) {
            return new ApplyOutcome.Conflicted(conflicts);
        }
        if (live != null && comparison.isSame() && last.equals(self.fields())) {
            return new ApplyOutcome.Applied(live.deepCopy());
        }
        return new ApplyOutcome.Applied(
                withoutLost(managers, comparison, Optional.of(id)).in(after));
    }

    /// The object that a new one is compared with: it has a name and nothing to own.
    private static ObjectNode nothing(ObjectNode like) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("apiVersion", "kind")) {
            JsonNode value = like.get(name);
            if (value != null) {
                nothing.set(name, value);
            }
        }
        nothing.putObject("metadata");
        return nothing;
    }

    private Comparison compared(ObjectNode before, ObjectNode after) {
        Comparison all = Comparison.of(before, after, schema);
        return new Comparison(
                all.added().minus(UNMANAGED),
                all.removed().minus(UNMANAGED),
                all.modified().minus(UNMANAGED));
    }

    /// The part of a set that a write through the subresource, or past it, can own.
    private FieldSet own(FieldSet set, Writer writer) {
        return set.minus(UNMANAGED).minusAllBelow(notWritten(writer));
    }

    /// The top-level fields that a write leaves as they are.
    private FieldSet notWritten(Writer writer) {
        if (!type.statusSubresource()) {
            return FieldSet.EMPTY;
        }
        return FieldSet.ofFields(
                writer.writesStatus()
                        ? schema.properties().keySet().stream()
                                .filter(name -> !name.equals("status"))
                                .toList()
                        : List.of("status"));
    }

    private ObjectNode applicable(ObjectNode configuration, Writer writer) {
        FieldSet left = SERVERS.union(notWritten(writer));
        JsonNode applicable = Fields.without(configuration, left, schema);
        return applicable instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    /// The merged object without what the writer owned before and nobody owns now.
    private ObjectNode withoutAbandoned(ObjectNode merged, FieldSet last, Managers managers) {
        if (last.isEmpty()) {
            return merged;
        }
        FieldSet lastNamed = Fields.withNamed(last, schema);
        FieldSet owned = FieldSet.EMPTY;
        for (Manager each : managers.all()) {
            owned = owned.union(each.fields());
        }
        JsonNode bare = Fields.without(merged, lastNamed, schema);
        FieldSet left = bare == null ? FieldSet.EMPTY : named(bare);
        FieldSet abandoned =
                named(merged)
                        .minus(left)
                        .minus(Fields.withNamed(owned, schema))
                        .intersection(lastNamed)
                        .minus(UNMANAGED);
        JsonNode after = Fields.without(merged, abandoned, schema);
        return after instanceof ObjectNode object ? object : merged.objectNode();
    }

    private FieldSet named(JsonNode value) {
        return Fields.withNamed(Fields.of(value, schema), schema);
    }

    private static List<Conflict> conflicts(
            Managers managers, Manager.Id self, Comparison comparison) {
        Map<String, FieldSet> byOwner = new TreeMap<>();
        for (Manager each : managers.all()) {
            if (!each.id().equals(self)) {
                byOwner.merge(
                        each.shown(),
                        each.fields().intersection(comparison.written()),
                        FieldSet::union);
            }
        }
        List<Conflict> conflicts = new ArrayList<>();
        byOwner.forEach((owner, fields) ->
                fields.paths().forEach(path -> conflicts.add(new Conflict(owner, path))));
        return conflicts;
    }

    /// Others lose what the writer changed; everybody loses what is gone.
    private static Managers withoutLost(
            Managers managers, Comparison comparison, Optional<Manager.Id> writer) {
        FieldSet removed = comparison.removed();
        FieldSet written = comparison.written();
        return managers.mapped(each -> {
            FieldSet left = each.fields().minus(removed);
            boolean own = writer.filter(each.id()::equals).isPresent();
            return each.with(own ? left : left.minus(written));
        });
    }
}
