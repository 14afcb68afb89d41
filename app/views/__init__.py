"""Screens: Qt widgets over services, one folder a desk."""

from app.views.kit.qt_import import import_qt

import_qt()
