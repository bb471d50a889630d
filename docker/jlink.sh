#!/bin/sh
# Makes a JRE at $1 with the modules that the service and its libraries use.
set -eu
# management and httpserver: JMX meters and the admin port; naming, jgss, sasl: Kafka's log-in;
# desktop: its beans, for Log4j, which the broker of demo and bench logs with; jdk.crypto.ec: TLS
# before Java 22; jdk.unsupported: Kafka, RocksDB; zipfs: bundles; jdk.jcmd: thread dumps
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming
modules=$modules,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql
modules=$modules,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns
modules=$modules,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs${FURTHER_MODULES:+,$FURTHER_MODULES}
jlink="${JAVA_HOME:+$JAVA_HOME/bin/}jlink"
"$jlink" --add-modules "$modules" --output "$1" \
  --no-header-files --no-man-pages --strip-java-debug-attributes --compress=2
