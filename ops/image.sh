#!/bin/sh
# Makes the root file system of the container image, of which the Dockerfile is a wrapper:
#   ops/image.sh ROOTFS JAR
# A Java runtime of the modules that the server needs, the C library that it is linked to, the jar, the
# JVM's flags, a user; no shell, no package manager. Needs a JDK (JAVA_HOME) of 17 or later on Linux
# with the GNU C library.
set -eu

if [ $# -ne 2 ] || [ ! -f "$2" ]; then
  echo "usage: image.sh ROOTFS JAR" >&2
  exit 2
fi
root=$1
jar=$2
ops=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
jdk=${JAVA_HOME:?JAVA_HOME names no JDK}

# What jdeps finds in the classes that are used, and what is found at run time alone:
#   java.naming   names of hosts, where the JVM's own resolver is asked
#   java.sql      protobuf's and Gson's converters name its classes
#   jdk.crypto.ec elliptic curves of TLS (part of java.base from 22 on)
#   jdk.jcmd      jcmd, for thread dumps and flight recordings
#   jdk.jfr, jdk.management, jdk.unsupported   recordings, process figures, Netty's memory access
modules=java.base,java.logging,java.management,java.naming,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported

mkdir -p "$root/opt/backbeat" "$root/etc/backbeat" "$root/var/lib/backbeat" "$root/run/secrets/backbeat" "$root/tmp" \
  "$root/proc" "$root/dev" "$root/sys"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
  --generate-cds-archive --output "$root/opt/java"

# The libraries that the runtime is linked to, where the loader looks for them; and what the C library
# loads by itself to resolve names, and what native libraries in the jar are linked to.
find "$root/opt/java" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null |
  sed -n 's/^.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-[^ ]*\) .*/\1/p' | sort -u |
  while read -r library; do
    case $library in
      "$root"/* | */opt/java/*) continue ;;
    esac
    mkdir -p "$root$(dirname -- "$library")"
    cp -L -- "$library" "$root$library"
    directory=$(dirname -- "$library")
    for name in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2 libdl.so.2 libpthread.so.0 librt.so.1; do
      if [ -f "$directory/$name" ] && [ ! -f "$root$directory/$name" ]; then
        cp -L -- "$directory/$name" "$root$directory/$name"
      fi
    done
  done
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
printf 'backbeat:x:65532:65532::/tmp:/sbin/nologin\n' > "$root/etc/passwd"
printf 'backbeat:x:65532:\n' > "$root/etc/group"

cp -- "$jar" "$root/opt/backbeat/backbeat-server.jar"
cp -- "$ops/jvm.options" "$root/opt/backbeat/jvm.options"
cp -- "$ops/backbeat.properties" "$root/etc/backbeat/backbeat.properties"
chmod -R a+rX,go-w "$root/opt" "$root/etc"
chmod 1777 "$root/tmp"
# Of the server's user where that can be done; in a volume whose group is fsGroup otherwise.
chown 65532:65532 "$root/var/lib/backbeat" 2>/dev/null || true
