package io.gantry.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/// Satisfied by classes whose package has a `package-info.java` with `@NullMarked`.
final class InNullMarkedPackage extends ArchCondition<JavaClass> {

    InNullMarkedPackage() {
        super("reside in a @NullMarked package");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
            events.add(
                    SimpleConditionEvent.violated(
                            type,
                            type.getPackageName() + " has no package-info.java with @NullMarked"));
        }
    }
}
