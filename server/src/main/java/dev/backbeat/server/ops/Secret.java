package dev.backbeat.server.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option whose value nobody may read: it is shown nowhere, not even its length, and the
 * option {@code --xxx-file FILE} comes with it, which reads the value from a file (without the line
 * end), as Docker, Kubernetes and systemd hand out secrets.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface Secret {}
