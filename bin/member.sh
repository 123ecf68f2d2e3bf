#!/bin/sh
# The same as bin/taskgrid member.
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  */*) ;;
  *) self=./$self ;;
esac
exec "${self%/*}/taskgrid" member "$@"
