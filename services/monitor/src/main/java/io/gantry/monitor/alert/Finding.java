package io.gantry.monitor.alert;

import java.util.Map;
import java.util.function.Supplier;

/// What a rule's condition says of a service, or of something else, at one time.
sealed interface Finding {

    /// A fact's name that says which revision it is.
    String REVISION = "revision";

    /// The condition holds.
    ///
    /// @param sentence what was found, with the figures and without a full stop
    /// @param facts what a person would act on; when it changes, the alert is updated
    /// @param revision that it is about; empty when it is not about one
    record Firing(String sentence, Map<String, String> facts, String revision) implements Finding {

        public Firing {
            facts = Map.copyOf(facts);
        }

        /// Of a service as a whole, with nothing but figures to change.
        static Firing of(String sentence) {
            return new Firing(sentence, Map.of(), "");
        }

        /// Of one revision, which is the first thing to know.
        static Firing of(String revision, String sentence) {
            return new Firing(sentence, Map.of(REVISION, revision), revision);
        }
    }

    /// The condition does not hold.
    ///
    /// @param words what was found, with the figures; put together when an alert is over, which is
    ///   hardly ever, and of thousands of findings a second
    record Clear(Supplier<String> words) implements Finding {

        Clear(String sentence) {
            this(() -> sentence);
        }

        String sentence() {
            return words.get();
        }
    }

    /// The condition holds and a cause of it holds, too, which has to hold for longer to be told.
    ///
    /// @param cause the rule of that one
    record Held(Firing firing, String cause) implements Finding {}

    /// The condition holds and an alert is open that explains it.
    ///
    /// @param cause the rule of that alert
    record Covered(String cause) implements Finding {

        String sentence() {
            return "%s is open and explains it".formatted(cause);
        }
    }

    /// Nothing is known that would open the alert or resolve it.
    record Unclear() implements Finding {}
}
