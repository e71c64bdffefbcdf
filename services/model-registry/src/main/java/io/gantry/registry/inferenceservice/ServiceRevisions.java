package io.gantry.registry.inferenceservice;

import io.gantry.events.Revision;
import io.gantry.registry.revision.History;
import io.gantry.registry.store.StoredResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A service with its revisions that are kept.
///
/// @param all the newest first
public record ServiceRevisions(StoredService service, List<StoredRevision> all) {

    public ServiceRevisions {
        all = List.copyOf(all);
    }

    static ServiceRevisions of(StoredResource stored, List<RevisionEntity> rows) {
        StoredService service = StoredService.of(stored);
        History history = RevisionStore.history(rows, Kept.of(stored.kept()));
        int rolledOut = history.rolledOutNumber().orElse(0);
        Map<Integer, Revision> desired =
                service.revisions().stream()
                        .collect(Collectors.toMap(Revision::number, Function.identity()));
        return new ServiceRevisions(
                service,
                rows.reversed().stream().map(row -> revision(row, desired, rolledOut)).toList());
    }

    /// The revision of that name, if it is kept.
    public Optional<StoredRevision> find(String name) {
        return all.stream().filter(revision -> revision.name().equals(name)).findFirst();
    }

    /// The newest that is older than the given one.
    public Optional<StoredRevision> before(StoredRevision revision) {
        return all.stream().filter(each -> each.number() < revision.number()).findFirst();
    }

    public List<String> names() {
        return all.stream().map(StoredRevision::name).toList();
    }

    private static StoredRevision revision(
            RevisionEntity row, Map<Integer, Revision> desired, int rolledOut) {
        int number = row.key.number();
        Revision now = desired.get(number);
        return new StoredRevision(
                row.revision(),
                number,
                row.generation,
                row.createdAt,
                row.source(),
                row.running(),
                row.files(),
                now == null ? 0 : now.trafficPercent(),
                now != null,
                number == rolledOut);
    }
}
